//! The one cache of rendered responses, with conditional requests (RFC 9110, section 13) and content coding (section 12.5.3) for every
//! GET whose response may be kept.
//!
//! Negotiation comes first: the key holds what was chosen and never a header as it was sent. Only responses to requests whose query
//! names no more than a version and a language are kept, so that their number is bounded by what is published and no client can push
//! out what others need by asking for ever new things.

use std::{sync::Arc, time::SystemTime};

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    body::{BodySize, BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG, EntityTag,
            Header, HeaderMap, HeaderName, HeaderValue, HttpDate, IF_NONE_MATCH, IfModifiedSince,
            LAST_MODIFIED, VARY,
        },
    },
    middleware::Next,
    web,
};
use bytes::Bytes;
use quick_cache::{Weighter, sync::Cache};

use crate::{
    app::Actor,
    http::{
        extract::{
            caller_view::CallerView,
            canonical_query::CanonicalQuery,
            language::LanguagePreference,
            preconditions::is_current,
            request::{SelectedLadder, check_header_lengths, negotiate_media, operation},
        },
        response::{
            compression::{SMALLEST_COMPRESSED, compress},
            negotiation::{Coding, Media, coding},
            representation::{Encoded, header_value},
        },
    },
};

/// The most bytes that are kept for the view that everybody shares.
const PUBLIC_BYTES: u64 = 24 << 20;
/// The most bytes that are kept for the views of all organisations together.
const ORGANISATIONS_BYTES: u64 = 8 << 20;
/// An estimate of how many responses these are.
const EXPECTED_RESPONSES: usize = 256;
/// Responses that depend on the order of more languages than these are not kept: there are too many orders.
const MOST_LANGUAGES: usize = 2;
/// Counted for each response in addition to its body: headers, key and bookkeeping, in bytes.
const OVERHEAD: u64 = 1024;

/// The headers that describe the content of a response; one without content has none of them.
const CONTENT_HEADERS: [HeaderName; 3] = [CONTENT_TYPE, CONTENT_ENCODING, CONTENT_LANGUAGE];

/// Everything that a cached response depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct CacheKey {
    /// What is published at the moment, as the caller sees it: unique to the view and the moment in this process.
    generation: u64,
    /// The decoded path.
    path: String,
    /// The canonical query: the version and the language that it names.
    query: CanonicalQuery,
    /// None where the client accepts none of the operation's media types; files have types of their own.
    media: Option<Media>,
    languages: LanguagePreference,
    coding: Coding,
}

/// A response that can be sent any number of times.
#[derive(Debug)]
struct CachedResponse {
    headers: HeaderMap,
    etag: EntityTag,
    last_modified: Option<SystemTime>,
    body: Bytes,
}

#[derive(Debug, Clone)]
struct BySize;

impl Weighter<CacheKey, Arc<CachedResponse>> for BySize {
    fn weight(&self, _: &CacheKey, response: &Arc<CachedResponse>) -> u64 {
        response.body.len() as u64 + OVERHEAD
    }
}

type Responses = Cache<CacheKey, Arc<CachedResponse>, BySize>;

/// The cache of rendered responses, in two parts so that organisations cannot push out what everybody reads.
#[derive(Debug)]
pub struct ResponseCache {
    public: Responses,
    organisations: Responses,
}

impl Default for ResponseCache {
    fn default() -> Self {
        let responses = |bytes| Cache::with_weighter(EXPECTED_RESPONSES, bytes, BySize);
        Self {
            public: responses(PUBLIC_BYTES),
            organisations: responses(ORGANISATIONS_BYTES),
        }
    }
}

/// Where the response to a request is kept.
struct CacheSlot {
    cache: web::Data<ResponseCache>,
    is_public: bool,
    key: CacheKey,
}

impl CacheSlot {
    /// The slot of a request; None if its response is not kept, because of what it asks or because it has a fault.
    fn of(request: &HttpRequest, coding: Coding) -> Option<Self> {
        let query = CanonicalQuery::read(request.query_string())?;
        let view = CallerView::of(request).ok()?;
        let languages = if request.match_info().get("ladder").is_some() {
            let edition = SelectedLadder::find(request, &view).ok()?;
            if !query.is_canonical_for(&edition.published) {
                return None;
            }
            LanguagePreference::only(&edition.published.ladder.document().locale)
        } else if query != CanonicalQuery::default() {
            return None;
        } else if operation(request)?.is_localized() {
            LanguagePreference::of_view(request, &view)
        } else {
            LanguagePreference::default()
        };
        if languages.len() > MOST_LANGUAGES {
            return None;
        }
        Some(Self {
            cache: request.app_data::<web::Data<ResponseCache>>()?.clone(),
            is_public: view.is_public(),
            key: CacheKey {
                generation: view.generation,
                path: request.match_info().as_str().to_owned(),
                query,
                media: negotiate_media(request).ok(),
                languages,
                coding,
            },
        })
    }

    fn get(&self) -> Option<Arc<CachedResponse>> {
        self.responses().get(&self.key)
    }

    /// The response without a coding, from which it is compressed.
    fn get_identity(&self) -> Option<Arc<CachedResponse>> {
        self.responses().get(&self.identity_key())
    }

    /// Keeps a response without a coding, and returns it in the slot's. Of requests that miss it at the same time one compresses, and the
    /// others wait for it.
    async fn keep(&self, identity: &Arc<CachedResponse>) -> Arc<CachedResponse> {
        let responses = self.responses();
        responses.insert(self.identity_key(), Arc::clone(identity));
        match responses.get_value_or_guard_async(&self.key).await {
            Ok(found) => found,
            Err(guard) => {
                let encoded = encoded(self.key.coding, identity).await;
                // Fails only if the entry was removed meanwhile; then it is compressed again by the next request.
                let _ = guard.insert(Arc::clone(&encoded));
                encoded
            }
        }
    }

    fn responses(&self) -> &Responses {
        match self.is_public {
            true => &self.cache.public,
            false => &self.cache.organisations,
        }
    }

    fn identity_key(&self) -> CacheKey {
        CacheKey {
            coding: Coding::Identity,
            ..self.key.clone()
        }
    }
}

/// Answers a request from the cache, or from the operation and keeps its response.
///
/// # Errors
/// Those of the framework; operations answer theirs.
pub async fn cache_responses(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let coding = coding(request.headers());
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return encode_page(next.call(request).await?, coding).await;
    }
    if let Err(error) = check_header_lengths(request.headers()) {
        let refused = HttpResponse::from_error(error);
        return Ok(ServiceResponse::new(request.into_parts().0, refused));
    }
    let slot = CacheSlot::of(request.request(), coding);
    if let Some(found) = slot.as_ref().and_then(CacheSlot::get) {
        let request = request.into_parts().0;
        let response = found.respond(&request);
        return Ok(ServiceResponse::new(request, response));
    }
    let (request, identity) = match slot.as_ref().and_then(CacheSlot::get_identity) {
        Some(found) => (request.into_parts().0, found),
        None => {
            let answered = next.call(request).await?;
            if !may_be_kept(answered.response()) {
                return Ok(answered);
            }
            let is_encoded = answered.response().extensions().contains::<Encoded>();
            let (request, response) = answered.into_parts();
            if is_encoded {
                let response = CachedResponse::new(response).respond(&request);
                return Ok(ServiceResponse::new(request, response));
            }
            (request, Arc::new(CachedResponse::new(response)))
        }
    };
    // What was made for one client alone is not kept for others.
    let encoded = match slot.filter(|_| identity.is_public()) {
        Some(slot) => slot.keep(&identity).await,
        None => encoded(coding, &identity).await,
    };
    let response = encoded.respond(&request);
    Ok(ServiceResponse::new(request, response))
}

/// A response in a content coding, or as it is if that saves nothing.
async fn encoded(coding: Coding, identity: &Arc<CachedResponse>) -> Arc<CachedResponse> {
    let encoded = match coding {
        Coding::Identity => None,
        coding => identity.encode(coding).await,
    };
    encoded.map_or_else(|| Arc::clone(identity), Arc::new)
}

/// Whether a response is a success of which clients may keep a copy.
fn may_be_kept(response: &HttpResponse) -> bool {
    response.status() == StatusCode::OK
        && matches!(response.body().size(), BodySize::Sized(_))
        && response
            .headers()
            .get(CACHE_CONTROL)
            .is_some_and(|value| value != "no-store")
}

/// Compresses a page that answers a form.
async fn encode_page(
    answered: ServiceResponse<BoxBody>,
    coding: Coding,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let content_type = answered.headers().get(CONTENT_TYPE);
    let is_page = content_type.is_some_and(|value| value == Media::Html.content_type());
    if coding == Coding::Identity || !is_page || answered.status() != StatusCode::OK {
        return Ok(answered);
    }
    let (request, response) = answered.into_parts();
    let page = CachedResponse::new(response);
    let encoded = page.encode(coding).await.unwrap_or(page);
    let mut response = HttpResponse::with_body(StatusCode::OK, BoxBody::new(encoded.body));
    *response.headers_mut() = encoded.headers;
    let headers = response.headers_mut();
    // What answers a form is kept by nobody.
    headers.remove(ETAG);
    headers.append(VARY, HeaderValue::from_static("accept-encoding"));
    Ok(ServiceResponse::new(request, response))
}

impl CachedResponse {
    /// A response with a sized body, as the operation gave it.
    fn new(response: HttpResponse) -> Self {
        let (response, body) = response.into_parts();
        let mut headers = response.headers().clone();
        // A sized body is there whole.
        let body = body.try_into_bytes().unwrap_or_default();
        let hash = blake3::hash(&body).to_hex();
        let etag = EntityTag::new_strong(hash.get(..32).unwrap_or_default().to_owned());
        headers.insert(ETAG, header_value(&etag.to_string()));
        let last_modified = headers.get(LAST_MODIFIED);
        let last_modified = last_modified.and_then(|value| value.to_str().ok()?.parse().ok());
        Self {
            etag,
            last_modified: last_modified.map(|date: HttpDate| date.into()),
            headers,
            body,
        }
    }

    fn is_public(&self) -> bool {
        let cache_control = self.headers.get(CACHE_CONTROL);
        let cache_control = cache_control.and_then(|value| value.to_str().ok());
        cache_control.is_some_and(|value| value.starts_with("public"))
    }

    /// The same in a content coding, made on another thread; None if that saves nothing.
    async fn encode(&self, coding: Coding) -> Option<Self> {
        if self.body.len() < SMALLEST_COMPRESSED {
            return None;
        }
        let plain = self.body.clone();
        let compressed = web::block(move || compress(coding, &plain)).await.ok()??;
        if compressed.len() >= self.body.len() {
            return None;
        }
        let mut headers = self.headers.clone();
        let etag = EntityTag::new_strong(format!("{}-{}", self.etag.tag(), coding.name()));
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
        headers.insert(ETAG, header_value(&etag.to_string()));
        Some(Self {
            etag,
            last_modified: self.last_modified,
            headers,
            body: compressed.into(),
        })
    }

    /// The response to a request: 304 if the client's copy is still good.
    fn respond(&self, request: &HttpRequest) -> HttpResponse {
        let is_unmodified = self.is_unmodified(request);
        let mut response = match is_unmodified {
            true => HttpResponse::new(StatusCode::NOT_MODIFIED),
            false => HttpResponse::with_body(StatusCode::OK, BoxBody::new(self.body.clone())),
        };
        // One by one, because the framework reuses the memory of a response's headers.
        let headers = response.headers_mut();
        for (name, value) in &self.headers {
            if !(is_unmodified && CONTENT_HEADERS.contains(name)) {
                headers.append(name.clone(), value.clone());
            }
        }
        if request.extensions().get::<Actor>().is_some() {
            // Not for caches that others share; an organisation's bands change with the day.
            let cache_control = HeaderValue::from_static("private, no-cache");
            response.headers_mut().insert(CACHE_CONTROL, cache_control);
        }
        response
    }

    /// `If-Modified-Since` counts only without `If-None-Match` (RFC 9110, section 13.2.2).
    fn is_unmodified(&self, request: &HttpRequest) -> bool {
        if request.headers().contains_key(IF_NONE_MATCH) {
            return is_current(request, &self.etag);
        }
        let since = IfModifiedSince::parse(request).ok();
        match (since, self.last_modified) {
            (Some(IfModifiedSince(since)), Some(changed)) => changed <= SystemTime::from(since),
            _ => false,
        }
    }
}
