//! `mcp`: the Model Context Protocol over standard input and output, a message a line.

use std::io::{self, BufRead, Read, Write};

use super::{Arguments as Global, DONE, Failure, Outcome, UNREADABLE, block_on, load, open_store};
use crate::{
    app::App,
    chat::{Chat, Session},
    http::documentation,
    logs,
};

pub(super) fn run(global: &Global) -> Outcome {
    let config = load(global)?.config;
    // Dropped last: that writes the lines which wait.
    let _logs = logs::start(&config.log).map_err(|error| Failure::new(UNREADABLE, error))?;
    let longest = config.limits.body_bytes;
    let app = block_on(async {
        let store = open_store(&config).await?;
        let app = App::load(config, store).await?;
        // Nothing that is said here is kept, and nothing more is read.
        app.store.close().await;
        Ok(app)
    })?;
    let chat = Chat::new(&app, &documentation::DOCUMENT);
    let mut session = Session::default();
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut line = Vec::new();
    while read_line(&mut input, longest, &mut line)? {
        if line.trim_ascii().is_empty() {
            continue;
        }
        // The end of the line is not of the message.
        let fits = line.len() <= longest || line.last() == Some(&b'\n');
        let answer = match fits {
            true => session.answer(&chat, &app, &line),
            false => Session::too_long(longest),
        };
        if let Some(answer) = answer {
            output.write_all(&answer)?;
            output.write_all(b"\n")?;
            output.flush()?;
        }
    }
    Ok(DONE)
}

/// Reads a line; of one that is too long only as much as shows that it is. False at the end of the input.
fn read_line(input: &mut impl BufRead, longest: usize, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let limit = u64::try_from(longest).unwrap_or(u64::MAX).saturating_add(1);
    let read = input.by_ref().take(limit).read_until(b'\n', line)?;
    if line.last() != Some(&b'\n') && read > longest {
        input.skip_until(b'\n')?;
    }
    Ok(read > 0)
}
