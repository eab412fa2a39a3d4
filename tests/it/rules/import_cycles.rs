//! Import cycles: no group of source files imports itself in a circle, also not within one folder.
//!
//! The graph has an edge from a file to the file in which an item that it names is defined: by `use`, or by a path in the code. A name is
//! followed through re-exports, and a parent that re-exports an item of its children does not import it. Tests and calls of methods are
//! not part of the graph.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use petgraph::{algo::tarjan_scc, graph::DiGraph};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Item, ItemUse, UseTree, Visibility, visit::Visit};

use super::sources;

/// A module by its path from the root of the crate.
type ModulePath = Vec<String>;

/// A name that `use` brings into a module.
#[derive(Clone)]
struct Import {
    path: Vec<String>,
    /// None for `*`.
    name: Option<String>,
    is_public: bool,
}

#[derive(Default)]
struct Module {
    file: String,
    items: BTreeSet<String>,
    imports: Vec<Import>,
    /// The paths in the code, each with at least one segment.
    paths: BTreeSet<Vec<String>>,
}

#[derive(Default)]
struct Crate {
    modules: BTreeMap<ModulePath, Module>,
    /// The files of the macros that are exported from the root.
    macros: BTreeMap<String, String>,
}

/// What a path names.
enum Target {
    Module(ModulePath),
    /// An item, by the module that defines it and its file.
    Item(ModulePath, String),
}

impl Crate {
    fn parse(sources: &BTreeMap<String, String>) -> Self {
        let mut parsed = Self::default();
        parsed.add_file(sources, "lib.rs", Vec::new());
        parsed
    }

    fn add_file(&mut self, sources: &BTreeMap<String, String>, file: &str, path: ModulePath) {
        let text = sources.get(file).unwrap_or_else(|| panic!("no {file}"));
        let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
        self.add_module(sources, file, path, parsed.items);
    }

    fn add_module(
        &mut self,
        sources: &BTreeMap<String, String>,
        file: &str,
        path: ModulePath,
        items: Vec<Item>,
    ) {
        let mut module = Module {
            file: file.to_owned(),
            ..Module::default()
        };
        for item in items {
            if is_for_tests(attributes(&item)) {
                continue;
            }
            if let Item::Mod(child) = item {
                let name = child.ident.to_string();
                let below = [path.as_slice(), std::slice::from_ref(&name)].concat();
                match child.content {
                    Some((_, items)) => self.add_module(sources, file, below, items),
                    None => {
                        let stem = below.join("/");
                        let files = [format!("{stem}.rs"), format!("{stem}/mod.rs")];
                        let file = files.iter().find(|file| sources.contains_key(*file));
                        let file = file.unwrap_or_else(|| panic!("no file of {stem}"));
                        self.add_file(sources, file, below);
                    }
                }
                continue;
            }
            if let Item::Macro(item) = &item
                && let Some(name) = &item.ident
            {
                self.macros.insert(name.to_string(), file.to_owned());
            }
            module.items.extend(name_of(&item));
            module.visit_item(&item);
            if !matches!(item, Item::Use(_)) {
                collect_paths(item.to_token_stream(), &mut module.paths);
            }
        }
        self.modules.insert(path, module);
    }

    /// Returns what a path names that stands in a module. None where it is outside of the crate.
    fn resolve(
        &self,
        module: &ModulePath,
        path: &[String],
        visited: &mut HashSet<(ModulePath, String)>,
    ) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        let mut found = match first.as_str() {
            "crate" => Target::Module(Vec::new()),
            "self" => Target::Module(module.clone()),
            "super" => Target::Module(module.split_last()?.1.to_vec()),
            name => self.lookup(module, name, visited)?,
        };
        for name in rest {
            let Target::Module(at) = &found else {
                break;
            };
            found = match name.as_str() {
                "super" => Target::Module(at.split_last()?.1.to_vec()),
                "self" => continue,
                name => self.lookup(at, name, visited)?,
            };
        }
        Some(found)
    }

    /// Returns what a name stands for in a module.
    fn lookup(
        &self,
        path: &ModulePath,
        name: &str,
        visited: &mut HashSet<(ModulePath, String)>,
    ) -> Option<Target> {
        if !visited.insert((path.clone(), name.to_owned())) {
            return None;
        }
        let module = self.modules.get(path)?;
        let below = [path.as_slice(), &[name.to_owned()]].concat();
        if self.modules.contains_key(&below) {
            return Some(Target::Module(below));
        }
        if module.items.contains(name) {
            return Some(Target::Item(path.clone(), module.file.clone()));
        }
        if path.is_empty()
            && let Some(file) = self.macros.get(name)
        {
            return Some(Target::Item(Vec::new(), file.clone()));
        }
        let named = |import: &&Import| import.name.as_deref() == Some(name);
        let named = module.imports.iter().find(named);
        if let Some(import) = named {
            return self.resolve(path, &import.path, visited);
        }
        for glob in module.imports.iter().filter(|import| import.name.is_none()) {
            if let Some(Target::Module(of)) = self.resolve(path, &glob.path, visited)
                && let Some(target) = self.lookup(&of, name, visited)
            {
                return Some(target);
            }
        }
        None
    }

    /// Returns the imports between files.
    fn edges(&self) -> BTreeSet<(&str, String)> {
        let mut edges = BTreeSet::new();
        for (path, module) in &self.modules {
            let mut add = |named: &[String], is_public: bool| {
                if let Some(Target::Item(of, file)) = self.resolve(path, named, &mut HashSet::new())
                {
                    let is_re_export = is_public && of.len() > path.len() && of.starts_with(path);
                    if file != module.file && !is_re_export {
                        edges.insert((module.file.as_str(), file));
                    }
                }
            };
            for import in &module.imports {
                add(&import.path, import.is_public);
            }
            for named in &module.paths {
                add(named, false);
            }
        }
        edges
    }
}

impl<'ast> Visit<'ast> for Module {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let is_public = !matches!(item.vis, Visibility::Inherited);
        collect_imports(&item.tree, &mut Vec::new(), is_public, &mut self.imports);
    }
}

fn collect_imports(
    tree: &UseTree,
    before: &mut Vec<String>,
    is_public: bool,
    imports: &mut Vec<Import>,
) {
    let import = |path: Vec<String>, name: Option<String>| Import {
        path,
        name,
        is_public,
    };
    let with = |name: &syn::Ident| [before.as_slice(), &[name.to_string()]].concat();
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            collect_imports(&path.tree, before, is_public, imports);
            before.pop();
        }
        UseTree::Group(group) => {
            for tree in &group.items {
                collect_imports(tree, before, is_public, imports);
            }
        }
        UseTree::Name(name) if name.ident == "self" => {
            imports.push(import(before.clone(), before.last().cloned()));
        }
        UseTree::Name(name) => {
            imports.push(import(with(&name.ident), Some(name.ident.to_string())));
        }
        UseTree::Rename(rename) => {
            imports.push(import(with(&rename.ident), Some(rename.rename.to_string())));
        }
        UseTree::Glob(_) => imports.push(import(before.clone(), None)),
    }
}

/// Collects the paths in code, also in what is passed to macros. Leaves out names after a point, and `use` declarations.
fn collect_paths(code: TokenStream, paths: &mut BTreeSet<Vec<String>>) {
    let mut tokens = code.into_iter().peekable();
    let mut after_point = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => collect_paths(group.stream(), paths),
            TokenTree::Ident(first) if first == "use" => {
                let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ';');
                tokens.find(is_end);
            }
            TokenTree::Ident(first) if !after_point => {
                let mut path = vec![first.to_string()];
                let colon = |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ':');
                while tokens.next_if(colon).is_some() {
                    tokens.next_if(colon);
                    match tokens.next_if(|token| matches!(token, TokenTree::Ident(_))) {
                        Some(TokenTree::Ident(next)) => path.push(next.to_string()),
                        _ => break,
                    }
                }
                paths.insert(path);
            }
            TokenTree::Punct(sign) if sign.as_char() == '.' => {
                // Two points are a range, and what follows them is a name of its own.
                after_point = !after_point;
                continue;
            }
            _ => {}
        }
        after_point = false;
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .meta
                .to_token_stream()
                .to_string()
                .contains("test")
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn name_of(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        _ => return None,
    };
    Some(name.to_string())
}

/// Returns the groups of files that import each other in a circle, each sorted.
fn cycles(sources: &BTreeMap<String, String>) -> Vec<Vec<String>> {
    let parsed = Crate::parse(sources);
    let edges = parsed.edges();
    let mut graph = DiGraph::<&str, ()>::new();
    let mut nodes = BTreeMap::new();
    for (from, to) in &edges {
        let [from, to] = [*from, to.as_str()]
            .map(|file| *nodes.entry(file).or_insert_with(|| graph.add_node(file)));
        graph.add_edge(from, to, ());
    }
    let groups = tarjan_scc(&graph)
        .into_iter()
        .filter(|group| group.len() > 1);
    let mut groups: Vec<Vec<String>> = groups
        .map(|group| {
            let files = group.into_iter().map(|node| graph[node].to_owned());
            let mut files: Vec<String> = files.collect();
            files.sort();
            files
        })
        .collect();
    groups.sort();
    groups
}

#[test]
fn no_files_import_each_other_in_a_cycle() {
    let found = cycles(&sources());
    assert!(found.is_empty(), "import cycles: {found:#?}");
}

#[test]
fn cycles_are_found_through_imports_paths_and_re_exports() {
    let files = |list: &[(&str, &str)]| -> BTreeMap<String, String> {
        list.iter()
            .map(|(file, text)| ((*file).to_owned(), (*text).to_owned()))
            .collect()
    };
    let root = ("lib.rs", "mod a; mod b;");
    let defines = ("b/mod.rs", "mod c; pub use c::C; pub struct B;");
    let a = ("a.rs", "use crate::b::{B, C}; pub fn a(_: B, _: C) {}");
    for (case, c, expected) in [
        ("no import", "pub struct C;", vec![]),
        (
            "use",
            "use super::super::a::a; pub struct C;",
            vec!["a.rs", "b/c.rs"],
        ),
        (
            "path",
            "pub struct C; fn c() { crate::a::a }",
            vec!["a.rs", "b/c.rs"],
        ),
        (
            "macro",
            "pub struct C; fn c() { vec![crate::a::a(1)] }",
            vec!["a.rs", "b/c.rs"],
        ),
        (
            "local use",
            "pub struct C; fn c() { use crate::a::{a}; }",
            vec!["a.rs", "b/c.rs"],
        ),
        ("parent", "use super::B; pub struct C(B);", vec![]),
        (
            "tests",
            "pub struct C; #[cfg(test)] mod tests { use crate::a::a; }",
            vec![],
        ),
    ] {
        let found = cycles(&files(&[root, defines, a, ("b/c.rs", c)]));
        assert_eq!(found.concat(), expected, "{case}");
    }
    let uses_child = ("b/mod.rs", "mod c; pub use c::C; pub struct B(C);");
    let uses_parent = ("b/c.rs", "use super::B; pub struct C(B);");
    let found = cycles(&files(&[root, uses_child, a, uses_parent]));
    assert_eq!(found, [["b/c.rs", "b/mod.rs"]]);
}
