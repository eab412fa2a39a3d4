//! Wire: raw TCP, for what no client library would send.

use std::time::Duration;

use reqwest::{
    Method, StatusCode,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

use crate::app::{Reply, TestApp, check};

/// A connection of one's own.
pub struct Wire {
    pub read: Reading,
    pub write: OwnedWriteHalf,
}

/// The half that answers come from.
pub struct Reading {
    half: OwnedReadHalf,
    buffer: Vec<u8>,
}

impl TestApp {
    /// Opens a connection.
    pub async fn wire(&self) -> Wire {
        let (half, write) = TcpStream::connect(self.address).await.unwrap().into_split();
        Wire {
            read: Reading {
                half,
                buffer: Vec::new(),
            },
            write,
        }
    }

    /// Sends bytes on a connection of their own and reads the first answer; None where the server only closes.
    pub async fn raw(&self, bytes: impl AsRef<[u8]>) -> Option<Reply> {
        let mut wire = self.wire().await;
        wire.send(bytes).await;
        wire.read.answer(false).await
    }

    /// The same for a request that is framed well: its answer fits the document.
    pub async fn exchange(&self, method: Method, path: &str, bytes: impl AsRef<[u8]>) -> Reply {
        let reply = self.raw(bytes).await.unwrap();
        check(&method, path, &reply);
        reply
    }
}

impl Wire {
    /// Sends bytes; the server may have closed the connection already.
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.write.write_all(bytes.as_ref()).await;
    }

    /// Says that nothing more will be sent.
    pub async fn close_sending(&mut self) {
        let _ = self.write.shutdown().await;
    }
}

impl Reading {
    /// Reads one answer; None where the connection ends before one. `bare` is an answer to HEAD.
    pub async fn answer(&mut self, bare: bool) -> Option<Reply> {
        let head_end = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end;
            }
            if !self.more().await {
                return None;
            }
        };
        let head: Vec<u8> = self.buffer.drain(..head_end + 4).collect();
        let head = String::from_utf8(head).unwrap();
        let mut lines = head.trim_end().split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap();
        let status = StatusCode::from_bytes(status.as_bytes()).unwrap();
        let mut headers = HeaderMap::new();
        for line in lines {
            let (name, value) = line.split_once(':').unwrap();
            headers.append(
                HeaderName::from_bytes(name.as_bytes()).unwrap(),
                HeaderValue::from_str(value.trim()).unwrap(),
            );
        }
        let length = headers.get("content-length");
        let length = length.map(|length| length.to_str().unwrap().parse().unwrap());
        let bytes = if bare || status == 304 || status == 204 {
            Vec::new()
        } else if let Some(length) = length {
            self.take(length).await
        } else if headers.contains_key("transfer-encoding") {
            self.chunks().await
        } else {
            while self.more().await {}
            std::mem::take(&mut self.buffer)
        };
        Some(Reply {
            status,
            headers,
            bytes,
        })
    }

    /// Reads to the end of the connection.
    pub async fn rest(&mut self) -> Vec<u8> {
        while self.more().await {}
        std::mem::take(&mut self.buffer)
    }

    async fn chunks(&mut self) -> Vec<u8> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                if let Some(end) = find(&self.buffer, b"\r\n") {
                    break end;
                }
                assert!(self.more().await, "the chunks broke off");
            };
            let line: Vec<u8> = self.buffer.drain(..end + 2).collect();
            let size = std::str::from_utf8(&line).unwrap().trim();
            let size = usize::from_str_radix(size, 16).unwrap();
            let chunk = self.take(size + 2).await;
            body.extend_from_slice(&chunk[..size]);
            if size == 0 {
                return body;
            }
        }
    }

    async fn take(&mut self, length: usize) -> Vec<u8> {
        while self.buffer.len() < length {
            assert!(self.more().await, "the body broke off");
        }
        self.buffer.drain(..length).collect()
    }

    /// Reads what comes next; false at the end, however it comes. A server that does neither has hung.
    async fn more(&mut self) -> bool {
        let mut chunk = [0; 65536];
        let read = tokio::time::timeout(Duration::from_secs(60), self.half.read(&mut chunk)).await;
        let read = read
            .expect("the server neither answers nor closes")
            .unwrap_or(0);
        self.buffer.extend_from_slice(&chunk[..read]);
        read > 0
    }
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}
