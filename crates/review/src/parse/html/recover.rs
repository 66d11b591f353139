//! Text that a page has and a browser without scripts, or an old one, would show: shadow trees, and where
//! nearly nothing else is there also what stands in `noscript`, templates and frames.

use dom_query::{Document, NodeId, NodeRef};

use super::dom::{self, Dom};
use super::hide::{self, prose};

/// Less prose than this is nearly nothing.
const LITTLE: usize = 250;
/// Of more such places only so many are looked at.
const MOST: usize = 64;

/// Puts such text where it can be read.
pub(super) fn recover(dom: &Dom) {
    let document = &dom.document;
    for template in document.select("template[shadowrootmode], template[shadowroot]").nodes() {
        if let Some(contents) = contents(template) {
            document.tree.reparent_children_of(&contents, template.parent().map(|parent| parent.id));
        }
    }
    let Some(body) = document.body().or_else(|| document.root().first_element_child()) else { return };
    let source = "noscript, noframes, template, iframe[srcdoc], script[type='text/template'], script[type='text/html'], \
                  script[type='text/x-template'], noembed";
    let fragments =
        document.select(source).nodes().iter().take(MOST).filter_map(fragment).collect::<Vec<_>>();
    let longest = fragments.iter().map(|found| (open(found), found)).max_by_key(|(length, _)| *length);
    if let Some((length, found)) = longest
        && length > 0
        && (..LITTLE.min(length)).contains(&open(dom))
    {
        adopt(&body, &found.document);
    }
}

fn contents(template: &NodeRef<'_>) -> Option<NodeId> {
    template.element_ref()?.template_contents
}

/// What `node` holds, as a page of its own.
fn fragment(node: &NodeRef<'_>) -> Option<Dom> {
    let source = match contents(node) {
        Some(contents) => node.tree.get(&contents)?.inner_html().to_string(),
        None => node.attr("srcdoc").map_or_else(|| node.text().to_string(), |source| source.to_string()),
    };
    Some(dom::parse(&source))
}

/// How much prose `dom` has in the open: what it hides must not be told by what is shown instead.
fn open(dom: &Dom) -> usize {
    let length = |dom: &Dom| dom.document.body().map_or(0, |body| prose(&body));
    // What holds none most often counts visitors.
    if length(dom) == 0 {
        return 0;
    }
    let dom = dom.clone();
    hide::take_out(&dom);
    length(&dom)
}

/// Copies the body of `found` to the end of `body`.
fn adopt(body: &NodeRef<'_>, found: &Document) {
    if let Some(inner) = found.body() {
        body.append_html(inner.inner_html());
    }
}
