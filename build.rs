//! Compresses the static files of pages and the web component once, at build time, and notices new migrations.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    io::{Cursor, Read, Write},
    path::Path,
};

use flate2::{Compression, write::GzEncoder};
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;
use zip::ZipArchive;

/// Files of our own, by the names that they are found by.
const OWN: [(&str, &str); 4] = [
    ("page.css", "src/pages/page.css"),
    ("page.js", "src/pages/page.js"),
    ("icon.svg", "src/pages/icon.svg"),
    (
        "docs/swagger-initializer.js",
        "src/pages/docs/swagger-initializer.js",
    ),
];

/// The web component, and its texts in every language, which take the place of [`TEXTS`] in it.
const EMBED: [&str; 2] = ["src/pages/embed/rungs.js", "src/pages/embed/texts.json"];
const TEXTS: &str = "/*TEXTS*/{}";

/// Files of Swagger UI that its page loads; its initializer is ours.
const SWAGGER_UI: [&str; 8] = [
    "index.html",
    "index.css",
    "swagger-ui.css",
    "swagger-ui-bundle.js",
    "swagger-ui-standalone-preset.js",
    "favicon-16x16.png",
    "favicon-32x32.png",
    "oauth2-redirect.html",
];

/// Smaller files are not compressed, as other responses are not. In bytes.
const SMALLEST_COMPRESSED: usize = 1024;

/// A coding is left out where it saves less than this part of a file.
const LEAST_SAVING: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=build.rs");
    let folder = env::var("OUT_DIR")?;
    let folder = Path::new(&folder);
    let mut table = String::from("[\n");
    for (name, path) in OWN {
        println!("cargo:rerun-if-changed={path}");
        add(folder, &mut table, name, &fs::read(path)?)?;
    }
    let embed = embed_script()?;
    add(folder, &mut table, "rungs.js", embed.as_bytes())?;
    let mut archive = ZipArchive::new(Cursor::new(SWAGGER_UI_VENDORED))?;
    for file in SWAGGER_UI {
        let end = format!("/dist/{file}");
        let names = archive.file_names().collect::<Result<Vec<_>, _>>()?;
        let mut names = names.into_iter().map(std::borrow::Cow::into_owned);
        let name = names.find(|name| name.ends_with(&end) && !name.contains("/flavors/"));
        let name = name.ok_or_else(|| format!("Swagger UI has no {file}"))?;
        let mut content = Vec::new();
        archive.by_name(&name)?.read_to_end(&mut content)?;
        add(folder, &mut table, &format!("docs/{file}"), &content)?;
    }
    table.push_str("]\n");
    fs::write(folder.join("static_files.rs"), table)?;
    Ok(())
}

/// The web component with its texts.
fn embed_script() -> Result<String, Box<dyn Error>> {
    for path in EMBED {
        println!("cargo:rerun-if-changed={path}");
    }
    let [script, texts] = EMBED.map(fs::read_to_string);
    // No text goes over the end of a line.
    let texts: String = texts?.lines().map(str::trim).collect();
    let script = script?;
    match script.contains(TEXTS) {
        true => Ok(script.replacen(TEXTS, &texts, 1)),
        false => Err(format!("the web component has no {TEXTS}").into()),
    }
}

/// Writes a file in every coding, and its row of the table.
fn add(
    folder: &Path,
    table: &mut String,
    name: &str,
    content: &[u8],
) -> Result<(), Box<dyn Error>> {
    let stem = name.replace('/', "-");
    let write = |ending: &str, bytes: &[u8]| -> Result<String, Box<dyn Error>> {
        let path = folder.join(format!("{stem}.{ending}"));
        fs::write(&path, bytes)?;
        Ok(format!("include_bytes!({:?})", path.display().to_string()))
    };
    let identity = write("identity", content)?;
    let mut encoded = Vec::new();
    for (ending, bytes) in [
        ("gz", gzip(content)?),
        ("br", brotli(content)?),
        ("zst", zstd::bulk::compress(content, 19)?),
    ] {
        let is_worth_it = content.len() >= SMALLEST_COMPRESSED
            && bytes.len() + content.len() / LEAST_SAVING < content.len();
        encoded.push(match is_worth_it {
            true => format!("Some({})", write(ending, &bytes)?),
            false => "None".into(),
        });
    }
    let [gzip, brotli, zstd] = encoded.as_slice() else {
        return Err("a coding is missing".into());
    };
    writeln!(
        table,
        "StaticFile {{ name: {name:?}, identity: {identity}, gzip: {gzip}, brotli: {brotli}, zstd: {zstd} }},"
    )?;
    Ok(())
}

fn gzip(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}

fn brotli(mut content: &[u8]) -> std::io::Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 9,
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut content, &mut compressed, &parameters)?;
    Ok(compressed)
}
