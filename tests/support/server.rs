//! Servers on the loopback: a real one for what servers do, and a bare one for what they should not.
#![allow(dead_code)]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use tiny_http::{Header, Request, Response, Server};

/// A server that answers until the test ends.
pub struct Site {
    /// Its address, without a slash.
    pub address: String,
    /// The requests so far: the first line and the headers of each.
    pub requests: Arc<Mutex<Vec<String>>>,
}

impl Site {
    /// A site whose pages are made by `page`: status, headers and body for a path.
    pub fn new(page: impl Fn(&str) -> (u16, Vec<(&'static str, String)>, Vec<u8>) + Send + 'static) -> Self {
        let server = Server::http("127.0.0.1:0").unwrap();
        let address = format!("http://{}", server.server_addr());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for request in server.incoming_requests() {
                seen.lock().unwrap().push(told(&request));
                let (status, headers, body) = page(request.url());
                let mut response = Response::from_data(body).with_status_code(status);
                // Ours come in the place of what the server would say.
                response = headers.iter().fold(response, |response, (name, value)| {
                    response.with_header(Header::from_bytes(name.as_bytes(), value.as_bytes()).unwrap())
                });
                let _ = request.respond(response);
            }
        });
        Self { address, requests }
    }

    /// A site of one page of HTML.
    pub fn page(html: &str) -> Self {
        let html = html.as_bytes().to_vec();
        Self::new(move |_| (200, vec![("Content-Type", "text/html".to_owned())], html.clone()))
    }

    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

fn told(request: &Request) -> String {
    let headers = request.headers().iter().map(|header| format!("{}: {}\n", header.field, header.value));
    format!("{} {}\n{}", request.method(), request.url(), headers.collect::<String>())
}

/// An address at which `serve` has the connection to itself once the request has come; and who learns of
/// each request.
pub fn bare(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (sender, requests) = channel();
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let (sender, serve) = (sender.clone(), Arc::clone(&serve));
            thread::spawn(move || {
                let _ = sender.send(request(&mut stream));
                serve(stream);
            });
        }
    });
    (address, requests)
}

/// Reads a request up to its blank line.
pub fn request(stream: &mut impl Read) -> String {
    let mut text = Vec::new();
    let mut byte = [0];
    while !text.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|count| count > 0) {
        text.push(byte[0]);
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// A site with a certificate of its own making, and that certificate. Each path leads to what `answer`
/// writes: a whole answer, headers included.
pub fn secure(answer: impl Fn(&str) -> String + Send + 'static) -> (String, String) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = rustls::ServerConnection::new(Arc::new(config.clone())).unwrap();
            let mut stream = rustls::StreamOwned::new(connection, stream);
            let text = request(&mut stream);
            let path = text.split(' ').nth(1).unwrap_or_default().to_owned();
            let _ = stream.write_all(answer(&path).as_bytes());
            stream.conn.send_close_notify();
            let _ = stream.flush();
        }
    });
    (address, made.cert.pem())
}
