//! Reviews from the web, with real servers on the loopback: what is read, what is sent, and that whatever
//! a server does ends soon, with one line that says what happened.

#[path = "support/server.rs"]
mod server;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use server::Site;
use unspoiled::source::web::{self, Limits};

const PAGE: &str = "<!doctype html><html><head><title>The Night Ferry | The Pier</title></head><body><article>\
    <h1>The Night Ferry</h1><p>The camera is patient, the fog is thick, and the score is never a note too loud, which \
    is how all films should begin. <a href='../more?x=1'>More of it</a> is <span class=spoiler>CANARY</span>.</p>\
    <p>And so it goes on, for an hour and a half, without a single light, until even the gulls are tired of \
    it, and I was not.</p></article></body></html>";

fn call(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    command(arguments, environment).output().unwrap()
}

/// The program with nothing of the developer's own settings.
fn command(arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unspoiled"));
    for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
        command.env_remove(name).env_remove(name.to_uppercase());
    }
    command.env_remove("SSL_CERT_FILE").env("HOME", std::env::temp_dir()).env_remove("XDG_CONFIG_HOME");
    command.args(arguments).envs(environment.iter().copied());
    command
}

fn printed(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The address cannot be read, and one line says why.
#[track_caller]
fn check_refused(address: &str, environment: &[(&str, &str)], why: &str) {
    let start = Instant::now();
    let output = call(&[address], environment);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.starts_with(&format!("unspoiled: {address}: ")) && told.contains(why), "{told}");
    assert_eq!(told.matches('\n').count(), 1, "{told}");
    assert!(start.elapsed() < Duration::from_secs(15), "{why} took {:?}", start.elapsed());
    assert!(output.stdout.is_empty());
}

#[test]
fn a_page_is_read_and_keeps_its_curtain() {
    let site = Site::page(PAGE);
    let text = printed(&call(&[&site.at("/films/ferry.html#top")], &[]));
    assert!(text.contains("The camera is patient") && text.contains("▒ ending ▒"), "{text}");
    assert!(!text.contains("CANARY"), "{text}");
}

#[test]
fn nothing_is_sent_but_one_request() {
    let site = Site::new(|_| {
        let cookie = ("Set-Cookie", "a=b".to_owned());
        (200, vec![("Content-Type", "text/html".to_owned()), cookie], PAGE.as_bytes().to_vec())
    });
    printed(&call(&[&site.at("/a#b")], &[]));
    let requests = site.requests.lock().unwrap().clone();
    assert_eq!(requests.len(), 1, "{requests:?}");
    let request = requests[0].to_lowercase();
    assert!(request.starts_with("get /a\n") && request.contains("user-agent: unspoiled/"), "{request}");
    for header in ["cookie", "referer", "authorization", "accept-language"] {
        assert!(!request.contains(header), "{request}");
    }
}

#[test]
fn links_are_meant_from_where_the_page_was_found() {
    let site = Site::new(|path| match path {
        "/start" => (302, vec![("Location", "/films/ferry/".to_owned())], Vec::new()),
        _ => (200, vec![("Content-Type", "text/html".to_owned())], PAGE.as_bytes().to_vec()),
    });
    let text = printed(&call(&["--format", "markdown", &site.at("/start")], &[]));
    assert!(text.contains(&format!("[More of it]({}/films/more?x=1)", site.address)), "{text}");
}

#[test]
fn the_charset_and_the_type_that_a_server_tells_count() {
    let site = Site::new(|path| match path {
        "/polish" => {
            let page =
                b"<html><p>Pierwszy \xB6liczny film, \xBFe hej, i nic nie wi\xEAcej ni\xBF to.</p></html>"
                    .to_vec();
            (200, vec![("Content-Type", "text/html; charset=ISO-8859-2".to_owned())], page)
        }
        _ => (200, vec![("Content-Type", "text/markdown".to_owned())], b"A *fine* film.\n".to_vec()),
    });
    assert!(
        printed(&call(&[&site.at("/polish")], &[]))
            .contains("śliczny film, że hej, i nic nie więcej niż to.")
    );
    assert!(printed(&call(&["--format", "json", &site.at("/x")], &[])).contains("\"format\":\"markdown\""));
}

#[test]
fn a_page_from_a_pipe_is_seen_to_be_one() {
    let mut child = command(&["--format", "json", "-"], &[])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(PAGE.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("\"format\":\"html\""));
}

#[test]
fn answers_that_are_no_review_are_told() {
    let site = Site::new(|path| match path {
        "/picture" => (200, vec![("Content-Type", "image/png".to_owned())], vec![0; 100]),
        "/loop" => (301, vec![("Location", "/loop".to_owned())], Vec::new()),
        "/file" => (301, vec![("Location", "file:///etc/passwd".to_owned())], Vec::new()),
        "/nowhere" => (301, Vec::new(), Vec::new()),
        "/bytes" => (200, vec![("Content-Type", "application/octet-stream".to_owned())], vec![0; 5000]),
        "/order" => (503, Vec::new(), Vec::new()),
        _ => (404, Vec::new(), Vec::new()),
    });
    check_refused(&site.at("/gone"), &[], "404 (there is no such page)");
    check_refused(&site.at("/order"), &[], "503");
    check_refused(&site.at("/picture"), &[], "no document but image/png");
    check_refused(&site.at("/loop"), &[], "without end");
    check_refused(&site.at("/file"), &[], "no address of the web");
    check_refused(&site.at("/nowhere"), &[], "no address of the web");
    check_refused(&site.at("/bytes"), &[], "this is no text");
}

#[test]
fn what_is_too_big_is_refused_before_it_is_read() {
    let (address, _) = server::bare(|mut stream| {
        let _ = stream.write_all(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1073741824\r\n\r\n<p>",
        );
        let _ = stream.read(&mut [0]);
    });
    check_refused(&address, &[], "longer than 8 MiB");
}

#[test]
fn a_body_without_end_is_cut_off() {
    let (address, _) = server::bare(|mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
        while stream.write_all(&vec![b'a'; 65536]).is_ok() {}
    });
    check_refused(&address, &[], "longer than 8 MiB");
}

#[test]
fn a_bomb_does_not_go_off() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..1024 {
        packed.write_all(&vec![b' '; 1024 * 1024]).unwrap();
    }
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 2 * 1024 * 1024);
    let site = Site::new(move |_| {
        let headers = vec![("Content-Type", "text/html".to_owned()), ("Content-Encoding", "gzip".to_owned())];
        (200, headers, packed.clone())
    });
    check_refused(&site.at("/"), &[], "longer than 8 MiB");
}

#[test]
fn who_cannot_be_reached_is_told() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    check_refused(&format!("http://127.0.0.1:{port}/"), &[], "cannot be reached");
    check_refused("http://no-such-site.invalid/", &[], "no such site");
    check_refused("http://exa mple/", &[], "this is no address");
    let (address, _) = server::bare(|mut stream| drop(stream.write_all(b"garbage\r\n\r\n")));
    check_refused(&address, &[], "is broken");
}

#[test]
fn a_server_that_says_nothing_is_given_up() {
    let (address, _) = server::bare(|_| std::thread::sleep(Duration::from_secs(20)));
    let (dripping, _) = server::bare(|mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
        while stream.write_all(b"a").is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    for address in [address, dripping] {
        let start = Instant::now();
        let limits = Limits { time: Duration::from_millis(400), ..Limits::default() };
        let error = web::fetch(&address, limits, &mut |_| {}).unwrap_err();
        assert!(matches!(error, web::Error::TooSlow), "{error:?}");
        assert!(start.elapsed() < Duration::from_secs(5));
    }
}

#[test]
fn offline_nothing_is_sent() {
    let site = Site::page(PAGE);
    let output = call(&["--offline", &site.at("/")], &[]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8(output.stderr).unwrap().contains("--offline was given"));
    assert!(site.requests.lock().unwrap().is_empty());
}

#[test]
fn a_certificate_must_be_trusted() {
    let answer = |body: &str| {
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    };
    let (address, certificate) = server::secure(move |_| answer(PAGE));
    check_refused(&address, &[], "cannot prove that it is the one named");
    let file = std::env::temp_dir().join(format!("unspoiled-web-{}.pem", std::process::id()));
    std::fs::write(&file, certificate).unwrap();
    let text = printed(&call(&[&address], &[("SSL_CERT_FILE", file.to_str().unwrap())]));
    assert!(text.contains("The camera is patient"), "{text}");
    check_refused(&address, &[("SSL_CERT_FILE", "/no/such/file")], "SSL_CERT_FILE cannot be read");
}

#[test]
fn from_https_no_way_leads_to_http() {
    let site = Site::page(PAGE);
    let plain = site.at("/");
    let (address, certificate) = server::secure(move |_| {
        format!("HTTP/1.1 302 Found\r\nLocation: {plain}\r\nContent-Length: 0\r\n\r\n")
    });
    let file = std::env::temp_dir().join(format!("unspoiled-web-down-{}.pem", std::process::id()));
    std::fs::write(&file, certificate).unwrap();
    check_refused(&address, &[("SSL_CERT_FILE", file.to_str().unwrap())], "leads from https to http");
    assert!(site.requests.lock().unwrap().is_empty());
}

#[test]
fn a_proxy_from_the_environment_is_asked() {
    let (proxy, requests) = server::bare(|mut stream| drop(stream.write_all(b"HTTP/1.1 502 No\r\n\r\n")));
    let output = call(&["http://review.example/"], &[("http_proxy", &proxy)]);
    assert_eq!(output.status.code(), Some(3));
    let request = requests.recv_timeout(Duration::from_secs(10)).unwrap();
    assert!(request.contains("review.example"), "{request}");
}

#[test]
fn one_address_that_fails_stops_no_other_input() {
    let site = Site::page(PAGE);
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let output = call(&[&format!("http://127.0.0.1:{port}/"), &site.at("/")], &[]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8(output.stdout).unwrap().contains("The camera is patient"));
}

const FEED: &str = "<?xml version='1.0'?><rss version='2.0'><channel><title>Reviews</title>\
    <item><title>The Night Ferry</title><link>@/ferry</link><description>Short.</description></item>\
    <item><title>Walter dies in the finale and Ada kills him ||CANARY||</title><description>&lt;p&gt;The fog \
    &lt;span class=spoiler&gt;CANARY&lt;/span&gt; is real.&lt;/p&gt;</description></item></channel></rss>";

#[test]
fn a_feed_is_the_reviews_in_it() {
    let address = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let own = std::sync::Arc::clone(&address);
    let site = Site::new(move |path| match path {
        "/feed" => {
            let feed = FEED.replace('@', &own.lock().unwrap());
            (200, vec![("Content-Type", "application/rss+xml".to_owned())], feed.into_bytes())
        }
        "/data" => (200, vec![("Content-Type", "application/json".to_owned())], b"{}".to_vec()),
        _ => (200, vec![("Content-Type", "text/html".to_owned())], PAGE.as_bytes().to_vec()),
    });
    address.lock().unwrap().clone_from(&site.address);
    let text = printed(&call(&[&site.at("/feed")], &[]));
    assert!(text.contains("/feed#1 <==") && text.contains("The camera is patient"), "{text}");
    assert!(text.contains("/feed#2 <==") && text.contains("The fog ▒ ending ▒ is real."), "{text}");
    assert!(!text.contains("CANARY") && !text.contains("dies"), "{text}");
    check_refused(&site.at("/data"), &[], "no document but application/json");
}
