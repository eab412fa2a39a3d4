//! Client: as much of HTTP/1.1 as the measurements need, on one connection for each request, or for many in a row.

use std::{
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    thread,
    time::Duration,
};

use anyhow::{Context, bail, ensure};

/// How long a server may be silent.
const PATIENCE: Duration = Duration::from_secs(60);
/// How much is read at once.
const CHUNK: usize = 256 * 1024;

/// A request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// Sent with POST.
    pub(crate) body: Option<String>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    /// Empty where it was handed over as it came.
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Sends a request and reads the answer to its end.
pub(crate) fn ask(port: u16, request: &Request) -> anyhow::Result<Answer> {
    let sent = request.body.as_deref().unwrap_or_default();
    let mut body = Vec::new();
    let mut answer = stream(port, request, &[sent.as_bytes()], |chunk| {
        body.extend_from_slice(chunk);
    })?;
    answer.body = body;
    Ok(answer)
}

/// Sends a request whose body is `parts` in order, and hands the answer's body over as it comes, both at once.
pub(crate) fn stream(
    port: u16,
    request: &Request,
    parts: &[&[u8]],
    mut take: impl FnMut(&[u8]),
) -> anyhow::Result<Answer> {
    let stream = connect(port)?;
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let head = head(port, request, length, "close");
    let mut input = BufReader::with_capacity(CHUNK, &stream);
    thread::scope(|scope| {
        let sent = scope.spawn(|| {
            let mut output = &stream;
            output.write_all(head.as_bytes())?;
            parts.iter().try_for_each(|part| output.write_all(part))
        });
        let answer = read_answer(&mut input, &mut take)?;
        match sent.join() {
            Ok(sent) => sent.context("the request could not be sent")?,
            Err(_) => bail!("the sender of the request failed"),
        }
        Ok(answer)
    })
}

/// A connection that is kept for one request after the other.
#[derive(Debug)]
pub(crate) struct Connection {
    port: u16,
    input: BufReader<TcpStream>,
}

impl Connection {
    pub(crate) fn open(port: u16) -> anyhow::Result<Self> {
        let input = BufReader::with_capacity(CHUNK, connect(port)?);
        Ok(Self { port, input })
    }

    /// Sends a request and reads the answer to its end.
    pub(crate) fn ask(&mut self, request: &Request) -> anyhow::Result<Answer> {
        let sent = request.body.as_deref().unwrap_or_default();
        let message = head(self.port, request, sent.len(), "keep-alive") + sent;
        self.input.get_mut().write_all(message.as_bytes())?;
        let mut body = Vec::new();
        let mut answer = read_answer(&mut self.input, &mut |chunk: &[u8]| {
            body.extend_from_slice(chunk);
        })?;
        answer.body = body;
        Ok(answer)
    }
}

fn connect(port: u16) -> anyhow::Result<TcpStream> {
    let stream = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// An answer whose body is handed over as it comes.
fn read_answer(input: &mut impl BufRead, take: &mut impl FnMut(&[u8])) -> anyhow::Result<Answer> {
    let (status, headers) = read_head(input)?;
    let answer = Answer {
        status,
        headers,
        body: Vec::new(),
    };
    if answer.header("transfer-encoding").is_some() {
        loop {
            let line = read_line(input)?;
            let size = usize::from_str_radix(line.trim(), 16)
                .with_context(|| format!("{line:?} is no size of a chunk"))?;
            read_body(input, size, take)?;
            read_line(input)?;
            if size == 0 {
                break;
            }
        }
    } else if let Some(length) = answer
        .header("content-length")
        .filter(|_| answer.status != 304)
    {
        read_body(input, length.parse()?, take)?;
    }
    Ok(answer)
}

fn head(port: u16, request: &Request, length: usize, connection: &str) -> String {
    let method = if request.body.is_some() {
        "POST"
    } else {
        "GET"
    };
    let path = &request.path;
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n");
    for (name, value) in &request.headers {
        head += &format!("{name}: {value}\r\n");
    }
    if request.body.is_some() {
        head += &format!("Content-Length: {length}\r\n");
    }
    head + "Connection: " + connection + "\r\n\r\n"
}

fn read_line(input: &mut impl BufRead) -> anyhow::Result<String> {
    let mut line = String::new();
    input.read_line(&mut line)?;
    ensure!(line.ends_with('\n'), "the answer breaks off");
    Ok(line)
}

fn read_head(input: &mut impl BufRead) -> anyhow::Result<(u16, Vec<(String, String)>)> {
    let first = read_line(input)?;
    let status = first.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status = status.with_context(|| format!("{first:?} is no status line"))?;
    let mut headers = Vec::new();
    loop {
        let line = read_line(input)?;
        let Some((name, value)) = line.split_once(':') else {
            return Ok((status, headers));
        };
        headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
    }
}

fn read_body(
    input: &mut impl BufRead,
    mut left: usize,
    take: &mut impl FnMut(&[u8]),
) -> anyhow::Result<()> {
    while left > 0 {
        let buffer = input.fill_buf()?;
        ensure!(!buffer.is_empty(), "the answer breaks off");
        let chunk = buffer.get(..left).unwrap_or(buffer);
        take(chunk);
        let taken = chunk.len();
        input.consume(taken);
        left -= taken;
    }
    Ok(())
}
