//! Pages as browsers and tools save them: as a part of a mail (MHTML), in a list of properties (`.webarchive`), or
//! behind the headers that they were sent with.

use std::io::Cursor;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::decode;

/// Headers of more bytes are none.
const LONGEST: usize = 16 * 1024;

/// Whether `bytes` begin as a list of properties does.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    let head = bytes.get(..256).unwrap_or(bytes);
    head.starts_with(b"bplist0") || memchr::memmem::find(head, b"<!DOCTYPE plist").is_some()
}

/// The page in `bytes`, if they are a web archive.
pub(super) fn archived(bytes: &[u8]) -> Option<String> {
    let archive =
        plist::Value::from_reader(Cursor::new(Some(bytes).filter(|bytes| is_archive(bytes))?)).ok()?;
    let main = archive.as_dictionary()?.get("WebMainResource")?.as_dictionary()?;
    let said = |key| main.get(key).and_then(plist::Value::as_string);
    let page = main.get("WebResourceData")?.as_data()?.to_vec();
    let page = decode::text_in(page, said("WebResourceTextEncodingName"))?;
    let address = said("WebResourceURL").map(|address| address.replace('"', "%22"));
    Some(address.map(|address| ["<base href=\"", &address, "\">"].concat()).unwrap_or_default() + &page)
}

/// Whether `text` is such a page: it begins with headers.
pub(super) fn is_saved(text: &str) -> bool {
    is_answer(text) || boundary(text).is_some()
}

/// The page in `text`, if it is such a one.
pub(super) fn page(text: &str) -> Option<String> {
    if is_answer(text) {
        let mut rest = text;
        // An answer that leads elsewhere stands before the one that is there.
        while is_answer(rest) {
            rest = parted(rest)?.1;
        }
        return Some(rest.to_owned());
    }
    let boundary = ["--", &boundary(text)?].concat();
    let mut parts = text.split(boundary.as_str()).skip(1).filter_map(|part| parted(part.trim_start()));
    let (headers, body) =
        parts.find(|(headers, _)| header(headers, "content-type").starts_with("text/html"))?;
    let bytes = match header(headers, "content-transfer-encoding").as_str() {
        "quoted-printable" => unquoted(body),
        "base64" => unpacked(body)?,
        _ => body.as_bytes().to_vec(),
    };
    let kind = header(headers, "content-type");
    let charset = kind.split_once("charset=").map(|(_, name)| name.trim_matches(['"', ' ', ';']).to_owned());
    decode::text_in(bytes, charset.as_deref())
}

/// Whether `text` is what a server answered, with the headers.
fn is_answer(text: &str) -> bool {
    text.starts_with("HTTP/") && text.lines().next().is_some_and(|line| line.split(' ').count() >= 2)
}

/// What parts the parts of `text`, a mail that is a page with its pictures.
fn boundary(text: &str) -> Option<String> {
    let (headers, _) = parted(text)?;
    let is_mail = headers.get(..5).is_some_and(|start| {
        ["from:", "mime-", "conte", "subje", "date:", "snaps"].contains(&start.to_ascii_lowercase().as_str())
    });
    let unfolded = headers.replace("\r\n", "\n").replace("\n\t", " ").replace("\n ", " ");
    let kind = unfolded.lines().find(|line| line.to_ascii_lowercase().starts_with("content-type:"))?;
    let (_, rest) = kind.split_once("boundary=").filter(|_| is_mail && kind.contains("multipart/related"))?;
    let boundary = rest.trim().trim_start_matches('"').split(['"', ';']).next()?;
    (!boundary.is_empty()).then(|| boundary.to_owned())
}

/// The headers that `text` begins with, and what stands behind them.
fn parted(text: &str) -> Option<(&str, &str)> {
    let parts = text.split_once("\r\n\r\n").into_iter().chain(text.split_once("\n\n"));
    parts.min_by_key(|(headers, _)| headers.len()).filter(|(headers, _)| headers.len() <= LONGEST)
}

/// The value of header `name`, in small letters.
fn header(headers: &str, name: &str) -> String {
    let value = headers.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_ascii_lowercase())
    });
    value.unwrap_or_default()
}

/// Quoted-printable text (RFC 2045, 6.7) as the bytes that it stands for.
fn unquoted(text: &str) -> Vec<u8> {
    let text = text.replace("=\r\n", "").replace("=\n", "");
    let mut parts = text.split('=');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend_from_slice(part.get(2..).unwrap_or_default().as_bytes());
            }
            None => bytes.extend(b"=".iter().chain(part.as_bytes())),
        }
    }
    bytes
}

fn unpacked(text: &str) -> Option<Vec<u8>> {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let bare: String = text.split_whitespace().collect();
    GeneralPurpose::new(&STANDARD, config).decode(bare).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_in_a_mail_is_taken_out() {
        let mail = |encoding: &str, body: &str| {
            format!(
                "From: <Saved by a browser>\r\nSubject: Ferry\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\
                 \tboundary=\"--cut\"\r\n\r\n\r\n----cut\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}\r\n\
                 ----cut\r\nContent-Type: image/png\r\n\r\nxx\r\n----cut--\r\n"
            )
        };
        let quoted =
            page(&mail("quoted-printable", "<p class=3D\"a\">Fog =E2=80=94 a l=\r\not.</p>")).unwrap();
        assert_eq!(quoted.trim(), "<p class=\"a\">Fog — a lot.</p>");
        assert_eq!(page(&mail("base64", "PHA+Rm9n\r\nLjwvcD4=")).unwrap(), "<p>Fog.</p>");
        assert!(is_saved(&mail("8bit", "")) && page("From: me\n\nA letter, not more.").is_none());
    }

    #[test]
    fn a_page_in_a_list_of_properties_is_taken_out() {
        let mut main = plist::Dictionary::new();
        main.insert("WebResourceData".to_owned(), plist::Value::Data("<p>Fog — so.</p>".into()));
        main.insert("WebResourceTextEncodingName".to_owned(), "UTF-8".into());
        main.insert("WebResourceURL".to_owned(), "http://a.org/1".into());
        let mut archive = plist::Dictionary::new();
        archive.insert("WebMainResource".to_owned(), plist::Value::Dictionary(main));
        let archive = plist::Value::Dictionary(archive);
        let (mut binary, mut xml) = (Vec::new(), Vec::new());
        archive.to_writer_binary(&mut binary).unwrap();
        archive.to_writer_xml(&mut xml).unwrap();
        for bytes in [binary, xml] {
            assert_eq!(archived(&bytes).as_deref(), Some("<base href=\"http://a.org/1\"><p>Fog — so.</p>"));
            assert_eq!(archived(bytes.get(..bytes.len() / 2).unwrap()), None);
        }
        assert_eq!(archived(b"<p>Fog.</p>"), None);
    }

    #[test]
    fn headers_of_an_answer_are_no_text() {
        let sent = "HTTP/1.1 301 Moved\r\nLocation: /b\r\n\r\nHTTP/2 200\r\nContent-Type: text/html\r\n\r\n<p>Fog.</p>";
        assert_eq!(page(sent).as_deref(), Some("<p>Fog.</p>"));
        assert!(!is_saved("HTTP is a protocol.\n\nSo."));
    }
}
