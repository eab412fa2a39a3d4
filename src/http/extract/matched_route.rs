//! The resource that a request matched.

use std::sync::Arc;

use actix_web::http::Method;

use crate::http::openapi::operation::Operation;

/// The operations of the resource that a request matched.
pub(in crate::http) struct MatchedRoute {
    /// The path template.
    pub(in crate::http) path: String,
    /// The operations of the service.
    operations: Arc<[Operation]>,
    /// Indices into `operations`, by method.
    indices: Vec<(Method, usize)>,
}

impl MatchedRoute {
    /// The resource with a path template.
    pub(in crate::http) fn new(operations: &Arc<[Operation]>, path: &str) -> Self {
        let all = operations.iter().enumerate();
        let of_path = all.filter(|(_, operation)| operation.path == path);
        Self {
            path: path.to_owned(),
            indices: of_path
                .map(|(index, operation)| (operation.method.clone(), index))
                .collect(),
            operations: Arc::clone(operations),
        }
    }

    /// Returns the operation for a method. HEAD is answered by the operation for GET.
    pub(in crate::http) fn operation(&self, method: &Method) -> Option<&Operation> {
        self.operations.get(self.index(method)?)
    }

    /// Returns the index of the operation for a method among all operations.
    pub(in crate::http) fn index(&self, method: &Method) -> Option<usize> {
        let method = match *method {
            Method::HEAD => &Method::GET,
            _ => method,
        };
        let mut indices = self.indices.iter();
        let found = indices.find(|(own, _)| own == method);
        found.map(|(_, index)| *index)
    }
}
