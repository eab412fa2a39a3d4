//! The MCP server, on top of the official SDK: its tools, resources, prompts and completions, whatever transport carries them. The SDK
//! speaks the protocol; what is here answers. Nothing of a conversation is kept. No HTTP, no rules of ladders.

mod arguments;
mod completion;
mod descriptions;
mod error;
mod prompts;
mod quiz;
mod resources;
mod tool_declarations;
mod tool_result;
mod tools;
mod transport;

use std::{borrow::Cow, sync::Arc};

use rmcp::{
    ErrorData, RoleServer, ServerHandler,
    model::{
        CacheScope, CallToolRequestParams, CallToolResponse, CompleteRequestParams, CompleteResult,
        CustomRequest, CustomResult, DiscoverResult, ErrorCode, GetPromptRequestParams,
        GetPromptResponse, Implementation, ListPromptsResult, ListResourceTemplatesResult,
        ListResourcesResult, ListToolsResult, PaginatedRequestParams, ProtocolVersion,
        ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities, ServerConfig,
    },
    service::RequestContext,
};
use serde_json::Value;

use crate::app::App;
pub use tools::{TOOLS, Tool};
pub use transport::Transport;

/// The supported revisions of the protocol, the newest first.
const VERSIONS: [ProtocolVersion; 4] = [
    ProtocolVersion::V_2026_07_28,
    ProtocolVersion::V_2025_11_25,
    ProtocolVersion::V_2025_06_18,
    ProtocolVersion::V_2025_03_26,
];

/// How long a client may cache what only a release of the service changes, in milliseconds.
const TTL_RELEASE_MS: u64 = 3_600_000;
/// How long a client may cache what publishing a ladder changes, in milliseconds.
const TTL_PUBLISH_MS: u64 = 60_000;

/// Methods that the SDK implements. It passes one of these to [`ServerHandler::on_custom_request`] where its params cannot be read.
const METHODS: [&str; 8] = [
    "completion/complete",
    "prompts/get",
    "prompts/list",
    "resources/list",
    "resources/read",
    "resources/templates/list",
    "tools/call",
    "tools/list",
];
/// The same of versions with a handshake.
const INITIALIZE: &str = "initialize";

const INSTRUCTIONS: &str = "Rungs answers from published career ladders: levels, the plateau at each, a self-assessment quiz, phases with their \
criteria, roadblocks and pay bands. To place somebody, call take_quiz and pass their words on, one question at a time; do not answer for them. Every \
result names the ladder, its version and, under sources, the parts that it rests on with links: cite them. What a result lists under not_in_ladder is \
not in the ladder: say so in those words, and give no figure of your own. Null means not published or not known, never zero. Nothing of the \
conversation is kept here; the state of a quiz travels in the result.";

/// An MCP server that answers with the ladders that one caller sees.
#[derive(Debug, Clone)]
pub struct McpServer {
    app: Arc<App>,
    /// The OpenAPI document. Tools are declared as their operations are.
    openapi: Arc<Value>,
    transport: Transport,
    /// Who may keep what depends on what the caller sees.
    scope: CacheScope,
}

impl McpServer {
    /// Creates a server.
    #[must_use]
    pub fn new(
        app: Arc<App>,
        openapi: Arc<Value>,
        transport: Transport,
        scope: CacheScope,
    ) -> Self {
        Self {
            app,
            openapi,
            transport,
            scope,
        }
    }
}

impl ServerHandler for McpServer {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .enable_prompts()
            .enable_completions()
            .build();
        let server = Implementation::new("rungs", env!("CARGO_PKG_VERSION"))
            .with_title("Rungs, career ladders as an API");
        ServerConfig::new(capabilities)
            .with_protocol_version(ProtocolVersion::LATEST_WITH_INITIALIZE)
            .with_server_info(server)
            .with_instructions(INSTRUCTIONS)
    }

    fn supported_protocol_versions(&self) -> Cow<'static, [ProtocolVersion]> {
        Cow::Borrowed(&VERSIONS)
    }

    async fn discover(&self, _: RequestContext<RoleServer>) -> Result<DiscoverResult, ErrorData> {
        let result = DiscoverResult::from_server_info(VERSIONS.to_vec(), self.get_info());
        Ok(result
            .with_ttl_ms(TTL_RELEASE_MS)
            .with_cache_scope(CacheScope::Public))
    }

    async fn list_tools(
        &self,
        page: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        refuse_cursor(page)?;
        let tools = tool_declarations::declarations(&self.app, &self.openapi);
        Ok(ListToolsResult::with_all_items(tools)
            .with_ttl_ms(TTL_RELEASE_MS)
            .with_cache_scope(self.scope))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        if request.name == quiz::NAME {
            return quiz::take(&self.app, request, &context, self.transport).await;
        }
        tools::call(&self.app, &request.name, request.arguments).map(Into::into)
    }

    async fn list_resources(
        &self,
        page: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let cursor = page.and_then(|page| page.cursor);
        Ok(resources::list(&self.app, cursor.as_deref())?
            .with_ttl_ms(TTL_PUBLISH_MS)
            .with_cache_scope(self.scope))
    }

    async fn list_resource_templates(
        &self,
        page: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        refuse_cursor(page)?;
        Ok(
            ListResourceTemplatesResult::with_all_items(resources::templates())
                .with_ttl_ms(TTL_RELEASE_MS)
                .with_cache_scope(CacheScope::Public),
        )
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        Ok(resources::read(&self.app, &request.uri)?
            .with_ttl_ms(TTL_PUBLISH_MS)
            .with_cache_scope(self.scope)
            .into())
    }

    async fn list_prompts(
        &self,
        page: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        refuse_cursor(page)?;
        Ok(ListPromptsResult::with_all_items(prompts::list())
            .with_ttl_ms(TTL_RELEASE_MS)
            .with_cache_scope(CacheScope::Public))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        prompts::get(&self.app, &request.name, request.arguments).map(Into::into)
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        completion::complete(&self.app, &request)
    }

    async fn on_custom_request(
        &self,
        request: CustomRequest,
        context: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        let method: String = request.method.chars().take(64).collect();
        let has_initialize = context
            .protocol_version()
            .is_none_or(|version| version.has_initialize());
        let exists = METHODS.contains(&&*method) || has_initialize && method == INITIALIZE;
        Err(if exists {
            ErrorData::invalid_params(format!("The params do not fit {method}."), None)
        } else {
            let message = format!("There is no method {method:?} here.");
            ErrorData::new(ErrorCode::METHOD_NOT_FOUND, message, None)
        })
    }
}

/// Refuses a cursor for a list that fits one page.
fn refuse_cursor(page: Option<PaginatedRequestParams>) -> Result<(), ErrorData> {
    match page.and_then(|page| page.cursor) {
        Some(_) => Err(ErrorData::invalid_params(
            "This list has given no such cursor. Start again without one.",
            None,
        )),
        None => Ok(()),
    }
}
