//! Connections: sockets, TLS, and cutting them.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::engine::Engine;
use super::http;

/// A certificate that nobody but the test knows.
pub(super) struct Certificate {
    pub(super) pem: String,
    acceptor: TlsAcceptor,
}

impl Certificate {
    pub(super) fn new() -> io::Result<Self> {
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
        let made = rcgen::generate_simple_self_signed(names).map_err(io::Error::other)?;
        let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| {
                let chain = vec![made.cert.der().clone()];
                builder.with_no_client_auth().with_single_cert(chain, PrivateKeyDer::Pkcs8(key))
            })
            .map_err(io::Error::other)?;
        Ok(Self { pem: made.cert.pem(), acceptor: TlsAcceptor::from(Arc::new(config)) })
    }
}

/// A listener that can be handed to a runtime.
pub(super) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Takes connections until the other end of `stop` is gone, and then drops all of them.
pub(super) async fn run(
    engine: Arc<Engine>,
    listener: TcpListener,
    tls: Option<Arc<Certificate>>,
    mut stop: watch::Receiver<()>,
) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let mut connections = JoinSet::new();
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                // Too many open files, or a client that left at once: others may come.
                Err(_) => {
                    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
                    continue;
                }
            },
            _ = stop.changed() => return Ok(()),
        };
        let _ = stream.set_nodelay(true);
        while connections.try_join_next().is_some() {}
        let (engine, tls) = (engine.clone(), tls.clone());
        connections.spawn(async move {
            let resets = Arc::new(AtomicBool::new(false));
            let stream = Stream { inner: stream, resets: resets.clone() };
            match tls {
                None => connection(engine, resets, stream).await,
                Some(tls) => {
                    if let Ok(stream) = tls.acceptor.accept(stream).await {
                        connection(engine, resets, stream).await;
                    }
                }
            }
        });
    }
}

async fn connection(
    engine: Arc<Engine>,
    resets: Arc<AtomicBool>,
    stream: impl AsyncRead + AsyncWrite + Unpin,
) {
    let service = service_fn(move |request| {
        let (engine, resets) = (engine.clone(), resets.clone());
        async move {
            let served = http::serve(&engine, request).await;
            if let Err(http::Cut { resets: true }) = served {
                resets.store(true, Ordering::Relaxed);
            }
            served
        }
    });
    // A connection that was cut is no failure of the portal.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// A connection that ends with a reset if it is told to.
struct Stream {
    inner: TcpStream,
    resets: Arc<AtomicBool>,
}

impl Drop for Stream {
    fn drop(&mut self) {
        if self.resets.load(Ordering::Relaxed) {
            let _ = self.inner.set_zero_linger();
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.resets.load(Ordering::Relaxed) {
            // A closing handshake would come before the reset.
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
