//! Reviews from the web. One request for the address itself and no more: no cookies, no scripts, no
//! pictures; and whatever a server does, it ends soon and stays small.

use std::io::{self, Read};
use std::time::{Duration, Instant};

use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body};

use review::address;

/// So often an address may lead to another one.
const REDIRECTS: usize = 10;
/// So long it may take to reach a server.
const CONNECT: Duration = Duration::from_secs(10);
/// What we are, for servers that ask.
const AGENT: &str = concat!("unspoiled/", env!("CARGO_PKG_VERSION"), " (a terminal reader of film reviews)");
/// What we can read.
const ACCEPT: &str = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,\
                      text/markdown,text/plain;q=0.9,*/*;q=0.1";
/// How much is taken from the network at once.
const CHUNK: usize = 64 * 1024;

/// What ends a request whatever the server does.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The longest document, after decompression.
    pub bytes: u64,
    /// The longest time for all of it.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 8 * 1024 * 1024, time: Duration::from_secs(30) }
    }
}

/// A document from the web.
#[derive(Debug)]
pub struct Fetched {
    /// What it consists of.
    pub bytes: Vec<u8>,
    /// Which encoding the server says it has.
    pub charset: Option<String>,
    /// What the server says it is.
    pub media: Media,
    /// Where it was found in the end.
    pub address: String,
}

/// What a server says that it sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Media {
    /// A page.
    Page,
    /// Markdown.
    Markdown,
    /// Some text, or nothing is said: it is to be looked at.
    Text,
    /// Data of this type, which may be a feed.
    Data(String),
}

/// Why an address could not be read, and what to do.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)] // The messages say it.
pub enum Error {
    #[error("there is no such site, or no network; check the address and the connection")]
    Unknown,
    #[error("the site cannot be reached ({0}); try again later")]
    Unreachable(String),
    #[error("the site answers {0}{told}; check the address", told = told(*.0))]
    Status(u16),
    #[error("the site took too long; try again later")]
    TooSlow,
    #[error("longer than {} MiB; save it and open a part", .0 / 1024 / 1024)]
    TooBig(u64),
    #[error("this is no document but {0}; give the address of a page")]
    Media(String),
    #[error("it leads from address to address without end; give the last one")]
    Endless,
    #[error("it leads from https to http, where others can read along; give that address if you want it")]
    Downgrade,
    #[error("it leads to what is no address of the web; open it in a browser")]
    Elsewhere,
    #[error("the site cannot prove that it is the one named ({0}); do not trust it")]
    Certificate(String),
    #[error("this is no address; check it for typing errors")]
    Malformed,
    #[error("the proxy cannot be used; check http_proxy, https_proxy and all_proxy")]
    Proxy,
    #[error("the certificates in SSL_CERT_FILE cannot be read; check the file")]
    Roots,
    #[error("what it sent is broken ({0}); try again later")]
    Broken(String),
}

/// Fetches `address`; `tell` is told how many bytes have come.
pub fn fetch(address: &str, limits: Limits, tell: &mut dyn FnMut(u64)) -> Result<Fetched, Error> {
    let end = Instant::now() + limits.time;
    let mut here = address.split('#').next().unwrap_or_default().to_owned();
    let roots = roots()?;
    for _ in 0..=REDIRECTS {
        let left = end.saturating_duration_since(Instant::now());
        let response = agent(left, roots.clone()).get(&here).call().map_err(failure)?;
        if !response.status().is_redirection() {
            return receive(response, here, limits, tell);
        }
        let location = response.headers().get("location").and_then(|location| location.to_str().ok());
        let next = address::resolve(&here, location.ok_or(Error::Elsewhere)?);
        let next = next.split('#').next().unwrap_or_default().to_owned();
        if !address::is_web(&next) {
            return Err(Error::Elsewhere);
        }
        if is_secure(&here) && !is_secure(&next) {
            return Err(Error::Downgrade);
        }
        here = next;
    }
    Err(Error::Endless)
}

fn is_secure(address: &str) -> bool {
    address.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://"))
}

fn agent(left: Duration, roots: Option<RootCerts>) -> Agent {
    let tls = TlsConfig::builder();
    let tls = if let Some(roots) = roots { tls.root_certs(roots) } else { tls };
    let config = Agent::config_builder()
        .timeout_global(Some(left.max(Duration::from_millis(1))))
        .timeout_connect(Some(CONNECT.min(left)))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent(AGENT)
        .accept(ACCEPT)
        .tls_config(tls.build());
    config.build().into()
}

/// The certificates to trust instead of those that come with the program.
fn roots() -> Result<Option<RootCerts>, Error> {
    let Some(file) = std::env::var_os("SSL_CERT_FILE").filter(|file| !file.is_empty()) else {
        return Ok(None);
    };
    let pem = std::fs::read(file).map_err(|_| Error::Roots)?;
    let certificates: Vec<Certificate<'static>> = parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        Err(Error::Roots)
    } else {
        Ok(Some(RootCerts::new_with_certs(&certificates)))
    }
}

fn receive(
    response: ureq::http::Response<Body>,
    address: String,
    limits: Limits,
    tell: &mut dyn FnMut(u64),
) -> Result<Fetched, Error> {
    let mut body = response.into_body();
    let media = media(body.mime_type())?;
    let charset = body.charset().map(str::to_owned);
    // Compressed or not: what is longer than this will not become shorter.
    if body.content_length().is_some_and(|length| length > limits.bytes) {
        return Err(Error::TooBig(limits.bytes));
    }
    let mut reader = body.with_config().limit(u64::MAX).reader();
    let mut bytes = Vec::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        let count = reader.read(&mut chunk).map_err(|error| failure(ureq::Error::from(error)))?;
        let Some(part) = chunk.get(..count).filter(|part| !part.is_empty()) else { break };
        bytes.extend_from_slice(part);
        if bytes.len() as u64 > limits.bytes {
            return Err(Error::TooBig(limits.bytes));
        }
        tell(bytes.len() as u64);
    }
    Ok(Fetched { bytes, charset, media, address })
}

/// What `mime` stands for; an error where no review can be in it.
fn media(mime: Option<&str>) -> Result<Media, Error> {
    let mime = mime.unwrap_or_default().trim().to_ascii_lowercase();
    match mime.as_str() {
        "text/html" | "application/xhtml+xml" => Ok(Media::Page),
        "text/markdown" | "text/x-markdown" => Ok(Media::Markdown),
        "" | "application/octet-stream" | "binary/octet-stream" => Ok(Media::Text),
        mime if mime.ends_with("xml") || mime.ends_with("json") => Ok(Media::Data(super::harmless(mime))),
        mime if mime.starts_with("text/") => Ok(Media::Text),
        mime => Err(Error::Media(super::harmless(mime))),
    }
}

fn failure(error: ureq::Error) -> Error {
    match error {
        ureq::Error::StatusCode(code) => Error::Status(code),
        ureq::Error::HostNotFound => Error::Unknown,
        ureq::Error::Timeout(_) => Error::TooSlow,
        ureq::Error::ConnectionFailed => Error::Unreachable("no connection".to_owned()),
        ureq::Error::BodyExceedsLimit(limit) => Error::TooBig(limit),
        ureq::Error::TooManyRedirects => Error::Endless,
        ureq::Error::RedirectFailed => Error::Elsewhere,
        ureq::Error::InvalidProxyUrl | ureq::Error::ConnectProxyFailed(_) => Error::Proxy,
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => Error::Malformed,
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) | ureq::Error::Pem(_) => {
            Error::Certificate(one_line(&error.to_string()))
        }
        ureq::Error::Io(error) => of_io(&error),
        error => Error::Broken(one_line(&error.to_string())),
    }
}

fn of_io(error: &io::Error) -> Error {
    let text = one_line(&error.to_string());
    match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Error::TooSlow,
        io::ErrorKind::ConnectionRefused
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable => Error::Unreachable(text),
        io::ErrorKind::InvalidData if text.contains("certificate") => Error::Certificate(text),
        _ if text.contains("failed to lookup address") => Error::Unknown,
        _ => Error::Broken(text),
    }
}

fn one_line(text: &str) -> String {
    super::harmless(text.trim())
}

/// What the commonest answers mean.
fn told(status: u16) -> &'static str {
    match status {
        401 | 403 => " (it wants nobody in, or no programs)",
        404 | 410 => " (there is no such page)",
        429 => " (too many requests)",
        500..=599 => " (it is out of order)",
        _ => "",
    }
}
