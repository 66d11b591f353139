//! Pairs of reviews that differ only inside passages their author marked as spoilers.
#![allow(dead_code)]

use proptest::prelude::*;
use unspoiled::review::gate::{Consent, Gate};
use unspoiled::review::{self, Format};

/// What may stand between a construct's delimiters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Words, with no quotes or brackets, which could end the construct.
    Words,
    /// Words with quotes and balanced brackets.
    Line,
    /// Paragraphs, lists and quotes, but no headings, which would end it.
    Paragraphs,
    /// Blocks of any kind.
    Blocks,
}

impl Room {
    fn is_blocks(self) -> bool {
        matches!(self, Self::Paragraphs | Self::Blocks)
    }
}

/// A way to mark a spoiler; `@` is where the hidden text goes.
#[derive(Clone, Copy, Debug)]
pub struct Construct {
    pub name: &'static str,
    pub format: Format,
    pub room: Room,
    pub markup: &'static str,
    /// Stands before each line of the hidden text.
    pub prefix: &'static str,
}

const fn construct(name: &'static str, format: Format, room: Room, markup: &'static str) -> Construct {
    Construct { name, format, room, markup, prefix: "" }
}

const fn prefixed(name: &'static str, markup: &'static str, prefix: &'static str) -> Construct {
    Construct { name, format: Format::Markdown, room: Room::Blocks, markup, prefix }
}

use Format::{Html, Markdown, Text};

const fn page(name: &'static str, room: Room, markup: &'static str) -> Construct {
    construct(name, Html, room, markup)
}

/// Within a line a construct stands among words; one that holds blocks stands by itself.
pub const CONSTRUCTS: &[Construct] = &[
    construct("pipes", Markdown, Room::Line, "||@||"),
    construct("pipes", Text, Room::Line, "||@||"),
    construct("arrows", Markdown, Room::Line, ">!@!<"),
    construct("arrows", Text, Room::Line, ">!@!<"),
    construct("arrows with blanks", Markdown, Room::Line, ">! @ !<"),
    construct("tag in a bracket", Text, Room::Line, "[<i class=\"spoiler\">@</i>]"),
    construct("tildes", Markdown, Room::Line, "~!@!~"),
    construct("tildes", Text, Room::Line, "~!@!~"),
    construct("brackets", Markdown, Room::Line, "[spoiler]@[/spoiler]"),
    construct("brackets", Text, Room::Line, "[spoiler]@[/spoiler]"),
    construct("labelled brackets", Markdown, Room::Line, "[spoiler=plot]@[/spoiler]"),
    construct("tags", Markdown, Room::Line, "<spoiler>@</spoiler>"),
    construct("tags", Text, Room::Line, "<spoiler>@</spoiler>"),
    construct("wiki", Markdown, Room::Line, "[[spoiler:@]]"),
    construct("braces", Markdown, Room::Line, "{{spoiler|@}}"),
    construct("note", Text, Room::Words, "[SPOILER: @]"),
    construct("shortcode", Markdown, Room::Line, "{{< spoiler >}}@{{< /spoiler >}}"),
    construct("title of a link", Markdown, Room::Words, "[who](/s \"@\")"),
    construct("classed span", Markdown, Room::Line, "<span class=\"md-spoiler-text\">@</span>"),
    construct("open to the end of its block", Markdown, Room::Words, "||@"),
    construct("container", Markdown, Room::Blocks, "::: spoiler\n\n@\n\n:::"),
    construct("labelled container", Markdown, Room::Blocks, "::: spoiler The end\n\n@\n\n:::"),
    construct("container", Text, Room::Blocks, "::: spoiler\n\n@\n\n:::"),
    construct("brackets around blocks", Markdown, Room::Blocks, "[spoiler]\n\n@\n\n[/spoiler]"),
    construct("brackets around blocks", Text, Room::Blocks, "[spoiler]\n\n@\n\n[/spoiler]"),
    construct("details", Markdown, Room::Blocks, "<details>\n<summary>Spoiler</summary>\n\n@\n\n</details>"),
    construct("classed element", Markdown, Room::Blocks, "<div class=\"spoiler\">\n\n@\n\n</div>"),
    construct("fence", Markdown, Room::Blocks, "```spoiler\n@\n```"),
    prefixed("callout", "> [!spoiler]- Ending\n@", "> "),
    construct("classed span", Text, Room::Line, "<span class=\"spoiler\">@</span>"),
    construct("look of nothing", Markdown, Room::Line, "<span style=\"display:none\">@</span>"),
    construct("spaced pipes", Markdown, Room::Line, "|| @ ||"),
    construct("escaped arrows", Markdown, Room::Line, "&gt;!@!&lt;"),
    construct("titled brackets", Text, Room::Line, "[spoiler title=\"x\"]@[/spoiler]"),
    construct("attribute", Markdown, Room::Words, "[@]{.spoiler}"),
    construct("template", Text, Room::Line, "{{spoiler}}@{{/spoiler}}"),
    construct("Liquid tag", Markdown, Room::Line, "{%- spoiler -%}@{%- endspoiler -%}"),
    construct("hidden label", Markdown, Room::Words, "[spoiler=@]It sinks.[/spoiler]"),
    construct("begun and ended", Text, Room::Line, "[begin spoilers]@[end of spoilers]"),
    construct("hidden template", Markdown, Room::Line, "{{hidden begin|title=Spoiler}}@{{hidden end}}"),
    construct("white text of a forum", Markdown, Room::Line, "[color=white]@[/color]"),
    construct("macro", Text, Room::Line, "{expand:Spoiler}@{expand}"),
    construct("argument of a shortcode", Markdown, Room::Words, "{{< spoiler text=\"@\" >}}"),
    construct("stroked arrows", Text, Room::Words, "\\>!@\\!<"),
    construct("numbered arrows", Text, Room::Words, "&#62;!@&excl;&#60;"),
    construct("wide pipes", Text, Room::Words, "｜｜@｜｜"),
    construct("command of LaTeX", Markdown, Room::Words, "\\spoiler{@}"),
    construct("arrows over paragraphs", Markdown, Room::Paragraphs, ">!@!<"),
    construct("details", Text, Room::Blocks, "<details><summary>Spoiler</summary>\n\n@\n\n</details>"),
    construct("container of another kind", Markdown, Room::Blocks, ":::danger Spoiler\n\n@\n\n:::"),
    construct("fence", Text, Room::Blocks, "```spoiler\n@\n```"),
    construct("block of Org", Text, Room::Blocks, "#+begin_spoiler\n@\n#+end_spoiler"),
    construct("discourse", Text, Room::Blocks, "[details=\"Spoiler\"]\n@\n[/details]"),
    construct("warning of German", Text, Room::Paragraphs, "Achtung, Spoiler!\n\n@\n\nEnde der Spoiler."),
    construct("warning", Markdown, Room::Paragraphs, "SPOILER WARNING\n\n@\n\nEnd of spoilers."),
    construct("warning", Text, Room::Paragraphs, "SPOILER WARNING\n\n@\n\nEnd of spoilers."),
    construct("form feed", Text, Room::Blocks, "\u{c}\n@\n\u{c}"),
    construct("form feed", Markdown, Room::Blocks, "\u{c}\n\n@\n\n\u{c}"),
    construct(
        "blank lines",
        Markdown,
        Room::Blocks,
        "\n\n\n\n\n\n\n\n\n\n\n\n@\n\n\n\n\n\n\n\n\n\n\n\n\n\n.",
    ),
    prefixed("callout of another kind", "> [!warning] Spoilers\n@", "> "),
    page("classed span", Room::Line, "<span class=\"spoiler\">@</span>"),
    page("span of Matrix", Room::Line, "<span data-mx-spoiler>@</span>"),
    page("tag of Telegram", Room::Line, "<tg-spoiler>@</tg-spoiler>"),
    page("tag", Room::Line, "<spoiler>@</spoiler>"),
    page("blocks in a line", Room::Line, "<span class=spoiler>@<p>@</p><ul><li>@</ul></span>"),
    page("white font", Room::Line, "<font color=white>@</font>"),
    page("colour of the ground", Room::Line, "<span style='color:#123456;background:#123456'>@</span>"),
    page("colour in a sheet", Room::Line, "<span class='hush'>@</span>"),
    page("blurred", Room::Line, "<span style='filter:blur(5px)'>@</span>"),
    page("not shown", Room::Line, "<span style='display:none'>@</span>"),
    page("not shown and classed", Room::Line, "<span hidden class=spoiler>@</span>"),
    page("pipes", Room::Line, "||@||"),
    page("arrows", Room::Line, "&gt;!@!&lt;"),
    page("brackets", Room::Line, "[spoiler]@[/spoiler]"),
    page("half of other markup", Room::Words, "<span class=spoiler>||@ [spoiler] &lt;spoiler&gt;</span>"),
    page("link", Room::Words, "<a class=spoiler href=\"/@\">@</a>"),
    page("link inside", Room::Words, "<span class=spoiler><a href=\"/@\">@</a></span>"),
    page("image", Room::Words, "<img class=spoiler src=\"@.jpg\" alt=\"@\">"),
    page("image inside", Room::Words, "<span class=spoiler><img src=\"@.jpg\" alt=\"@\"></span>"),
    page("never closed", Room::Words, "<span class=spoiler>@"),
    page("crossed", Room::Words, "<b><span class=spoiler>@</b>@</span>"),
    page("classed division", Room::Blocks, "<div class=spoiler>@</div>"),
    page("classed quote", Room::Blocks, "<blockquote class=spoiler>@</blockquote>"),
    page("classed list", Room::Line, "<ul class=spoiler><li>@</ul>"),
    page("classed item", Room::Line, "<ul><li>One.<li class=spoiler>@<li>Two.</ul>"),
    page("classed cell", Room::Line, "<table><tr><td>One.<td class=spoiler>@<tr><td>a<td>b</table>"),
    page("classed row", Room::Line, "<table><tr><td>One.<td>Two.<tr class=spoiler><td>@<td>@</table>"),
    page("classed heading", Room::Line, "<h2 class=spoiler>@</h2>"),
    page(
        "classed figure",
        Room::Words,
        "<figure class=spoiler><img src=x alt='@'><figcaption>@</figcaption></figure>",
    ),
    page("classed code", Room::Line, "<pre class=spoiler>@</pre>"),
    page(
        "box of XenForo",
        Room::Blocks,
        "<div class=bbCodeSpoiler><button>Spoiler</button><div class=bbCodeSpoiler-content>@</div></div>",
    ),
    page("details", Room::Blocks, "<details><summary>Spoiler</summary>@</details>"),
    page(
        "details of Lemmy",
        Room::Blocks,
        "<div class=md-div><details><summary>The mate</summary>@</details></div>",
    ),
    page("shown on demand", Room::Blocks, "<p>Show spoilers</p><div style='display:none'>@</div>"),
    page(
        "gate of Goodreads",
        Room::Blocks,
        "<div class=spoilerAlert>Spoiler warning.</div><div class=reviewText>@</div>",
    ),
    page(
        "gate of Letterboxd",
        Room::Blocks,
        "<p>This review may contain spoilers.</p><div class='review body-text'>@</div>",
    ),
    page(
        "gate of IMDb",
        Room::Blocks,
        "<span class=spoiler-warning>Warning: Spoilers</span><div class='text show-more__control'>@</div>",
    ),
    page("gate of Reddit", Room::Blocks, "<div class='thing spoiler'><div class=usertext-body>@</div></div>"),
    page("warning", Room::Paragraphs, "<p>SPOILER WARNING</p>@<p>End of spoilers.</p>"),
    page(
        "text of one review of a list",
        Room::Blocks,
        "<ul><li itemprop=review><b itemprop=author>Bo Kim</b><p itemprop=reviewBody>It is fine, and more.</p>\
         <li itemprop=review><b itemprop=author>Cy Dole</b><div itemprop=reviewBody class=spoiler>@</div>\
         <li itemprop=review><b itemprop=author>Di Orm</b><p itemprop=reviewBody>It is not, and less.</p></ul>",
    ),
    page(
        "all of one review of a list",
        Room::Blocks,
        "<div itemprop=review><b itemprop=author>Bo Kim</b><p itemprop=reviewBody>It is fine, and more.</p></div>\
         <div itemprop=review class=spoiler><b itemprop=author>Cy Dole</b>@</div>\
         <div itemprop=review><b itemprop=author>Di Orm</b><p itemprop=reviewBody>It is not, and less.</p></div>",
    ),
    Construct { prefix: ">! ", ..construct("quote of arrows", Markdown, Room::Line, "@") },
];

/// Two reviews, alike but for what is hidden.
#[derive(Clone, Debug)]
pub struct Pair {
    pub one: String,
    pub other: String,
    pub format: Format,
}

/// A pair of reviews with `construct` once, which holds `one` or `other`.
pub fn around(construct: &Construct, one: &str, other: &str) -> Pair {
    let review = |hidden: &str| place(construct.format, &[(*construct, 1, hidden.to_owned())]);
    Pair { one: review(one), other: review(other), format: construct.format }
}

/// How many passages of `source` are hidden.
pub fn count_hidden(source: &str, format: Format) -> usize {
    let document = review::read(source.to_owned(), format);
    let consent = Consent::default();
    Gate::new(&document, &consent).passages().iter().filter(|passage| passage.hidden).count()
}

/// Hidden texts that would show where anything leaks: one is short and plain, the other says who made
/// the film and how good it is, is long, and has another script.
#[allow(clippy::too_many_lines)] // A flat table.
pub fn telling(room: Room) -> &'static [(&'static str, &'static str)] {
    match room {
        Room::Words => &[
            ("He drowns.", "Ada lives and sails home in 1987. Bo stays. Nobody weeps for the old mate."),
            ("He drowns.", "她死了👨\u{200d}👩\u{200d}👧 مات البطل e\u{301}"),
        ],
        Room::Line => &[
            (
                "He drowns.",
                "Ada (a spy) lives. \"Go!\" she says [to Bo]. A second sentence. And a third one.",
            ),
            (
                "Yes.",
                "By Bo Kim, 3 May 1987, ★★★½, Directed by Ada Lee, rating: 3/4, grade: B+, *so* **it** is",
            ),
            ("Yes.", "她死了。他活着。👨\u{200d}👩\u{200d}👧 مات البطل e\u{301} 終わり"),
            ("Yes.", "half a *pair, half _another, a [link](http://x.y/z), a note[^1] and ![](a.png)"),
            ("Yes.", "[link](http://x.y/z)"),
            ("Yes.", "SPOILERS AHEAD, Ida"),
        ],
        Room::Blocks => &[
            ("Yes.", "Yes.\n\n# Her death\n\nIt comes.\n\n### Why\n\n- One.\n- Two.\n\n---\n\n> So."),
            ("He drowns.", "He drowns.\n\nShe lives. The camera sees it.\n\nBo laughs."),
            ("Yes.", "By Bo Kim\n\nRating: 3/4\n\nDirector: Ada Lee\n\n(1987)"),
            ("Yes.", "- Yes."),
            ("Yes.", "1. Yes.\n2. No."),
            ("Yes.", "- [x] Yes."),
            ("Yes.", "> > Yes."),
            ("Yes.", "***"),
            ("Yes.", "## Yes\n\nNo."),
            ("Yes.", "    so it is"),
            ("Yes.", "| a | b |\n|---|---|\n| c | d |"),
            ("Yes.", "<p>a</p><h2>b</h2>"),
        ],
        Room::Paragraphs => &[
            ("He drowns.", "He drowns.\n\nShe lives. The camera sees it.\n\nBo laughs."),
            ("Yes.", "By Bo Kim\n\nRating: 3/4\n\nDirector: Ada Lee\n\n(1987)"),
            ("Yes.", "她死了。他活着。\n\nمات البطل\n\n👨\u{200d}👩\u{200d}👧"),
            ("Yes.", "- Yes."),
            ("Yes.", "> > Yes."),
            (
                "The performance is great.",
                "The camera, the music, the editing and the script are fine work by the director. The story goes on. \
                 In the end, I recommend this film to everybody, for it is a masterpiece about memory.",
            ),
        ],
    }
}

/// Where a slot stands.
const PLACES: usize = 7;

/// A review with slots filled: each is a construct, a place and the hidden text.
fn place(format: Format, slots: &[(Construct, usize, String)]) -> String {
    let filled = |at: usize, inline: bool| -> Vec<String> {
        let here = slots.iter().filter(|(construct, place, _)| {
            (!construct.room.is_blocks() && construct.prefix.is_empty()) == inline && *place == at
        });
        here.map(|(construct, _, hidden)| fill(construct, hidden)).collect()
    };
    let inline = |at: usize| filled(at, true).join(" and ");
    let blocks = |at: usize| filled(at, false).join("\n\n");
    match format {
        Format::Markdown => markdown(&inline, &blocks),
        Format::Text => text(&inline, &blocks),
        Format::Html => html(&inline, &blocks),
    }
}

fn fill(construct: &Construct, hidden: &str) -> String {
    if construct.format == Html {
        let inside = if construct.room.is_blocks() { elements(hidden) } else { hidden.to_owned() };
        return construct.markup.replace('@', &inside);
    }
    let lines: Vec<String> = hidden.lines().map(|line| format!("{}{line}", construct.prefix)).collect();
    construct.markup.replace('@', &lines.join("\n"))
}

/// Blocks as they are told apart in Markdown, in HTML.
fn elements(hidden: &str) -> String {
    let element = |block: &str| {
        let leads = [
            ("    ", "<pre>", "</pre>"),
            ("### ", "<h3>", "</h3>"),
            ("# ", "<h1>", "</h1>"),
            ("- ", "<ul><li>", "</ul>"),
            ("1. ", "<ol><li>", "</ol>"),
            ("> ", "<blockquote>", "</blockquote>"),
            ("---", "<hr>", ""),
        ];
        let found =
            leads.iter().find_map(|(lead, open, close)| Some((block.strip_prefix(lead)?, open, close)));
        match found {
            Some((text, open, close)) => format!("{open}{text}{close}"),
            None => format!("<p>{block}</p>"),
        }
    };
    hidden.split("\n\n").map(element).collect()
}

fn html(inline: &dyn Fn(usize) -> String, blocks: &dyn Fn(usize) -> String) -> String {
    format!(
        "<!doctype html><html><head><title>The Night Ferry | The Pier</title><meta name=author content='Max Rull'>\
         <style>.hush {{ color: #fff; background: #fff }}</style></head><body bgcolor=white>\
         <nav><a href=/>Home</a> <a href=/films>Films</a></nav>\
         <article class=post><h1>The Night Ferry</h1>\
         <p>Ida Holm has made three films before this quiet one about a loud sea, and none of them, it has to be \
         said, was half as good. {}</p>{}\
         <h2>The story</h2><p>A girl boards the ferry {} with a <em>borrowed</em> name, and the mate, who has seen \
         many such girls, falls in love with her all the same.</p>{}\
         <ul><li>She is cold.<li>{}.</ul><blockquote>Go, {} and take a coat.</blockquote>{}\
         <h2>Notes {}</h2><p>The camera loves the fog, {} and the music, for once, leaves it alone, which is what \
         I should have done.</p>{}\
         <p>I recommend this film to whoever has a coat, and to whoever has none. It is a small masterpiece.</p>\
         </article><footer>Copyright, and so on.</footer></body></html>",
        inline(0),
        blocks(0),
        inline(1),
        blocks(1),
        inline(2),
        inline(3),
        blocks(2),
        inline(4),
        inline(5),
        [blocks(3), blocks(4), blocks(5)].concat(),
    )
}

fn markdown(inline: &dyn Fn(usize) -> String, blocks: &dyn Fn(usize) -> String) -> String {
    format!(
        "---\ntitle: The Night Ferry\nyear: 1931\ndirector: Ida Holm\nreviewer: Max Rull\nrating: 4/5\nnote: so {}\n---\n\n\
         # The Night Ferry\n\nA quiet film about a loud sea, by Ida Holm. {}\n\n{}\n\n\
         ## The story\n\nA girl, Marte Lind (Una Berg), boards the ferry {} with a *borrowed* name and the mate Ode, played by \
         Tom Vester, as in *Slow Dust*.\n\n{}\n\n- She is cold.\n- {}.\n\n\
         ## The verdict\n\n> Go, {} and take a coat.\n\n{}\n\n\
         ## Notes {}\n\nThe fog was real. Every morning the crew waited for it.\n\n{}\n",
        inline(6),
        inline(0),
        blocks(0),
        inline(1),
        blocks(1),
        inline(2),
        inline(3),
        blocks(2),
        inline(4),
        [blocks(3), blocks(4), blocks(5), inline(5)].join("\n\n"),
    )
}

fn text(inline: &dyn Fn(usize) -> String, blocks: &dyn Fn(usize) -> String) -> String {
    format!(
        "The Night Ferry (1931)\n\nBy Max Rull\n\n\
         Ida Holm has made three films before this quiet one about a loud sea. {}\n\n{}\n\n\
         A girl, Marte Lind, boards the ferry {} with a borrowed name, and the mate Ode (Tom Vester) falls in love \
         with her, as in \"Slow Dust\" and \"Night Boat\".\n\n{}\n\n\
         As the girl, Una Berg {} is superb; her performance as Marte is all patience, and Vester is good, too.\n\n{}\n\n\
         The camera loves the fog {} and the music leaves it alone.\n\n{}\n\n\
         {} I recommend this film to whoever has a coat. It is a small masterpiece.\n\n{}\n",
        inline(0),
        blocks(0),
        inline(1),
        blocks(1),
        inline(2),
        blocks(2),
        inline(3),
        blocks(3),
        inline(4),
        [blocks(4), blocks(5), inline(5)].join("\n\n"),
    )
}

/// Words of which hidden text is made: cues for what a program could infer, other scripts, marks.
const WORDS: &[&str] = &[
    "drowns",
    "the",
    "a",
    "Ada",
    "Bo",
    "Kim",
    "dies.",
    "lives!",
    "Why?",
    "(1987)",
    "★★★½",
    "3/4",
    "camera",
    "performance",
    "music",
    "director",
    "recommend",
    "masterpiece",
    "story",
    "screenplay",
    "Una Berg",
    "Vester",
    "Marte",
    "(Tom Vester)",
    "plays",
    "as",
    "played by",
    "starring",
    "written by Ada Kim",
    "“Night Boat”",
    "The Night Ferry",
    "like",
    "她死了。",
    "終わり",
    "مات",
    "שלום",
    "👨\u{200d}👩\u{200d}👧",
    "🏳\u{fe0f}\u{200d}🌈",
    "e\u{301}",
    "naïve",
    "Donaudampfschifffahrtsgesellschaft",
    "—",
    "…",
    "Mr.",
    "St.",
    "U.S.",
    "*so*",
    "**it**",
    "`code`",
    "\u{a0}",
    "soft\u{ad}hyphen",
    "½",
    "1.",
    "#",
];

/// Quotes and brackets, balanced, so that no markup is closed by them.
const WRAPPED: &[&str] =
    &["(a spy)", "[to Bo]", "“So?”", "\"So!\"", "'tis", "«Non»", "(a [b] c)", "{x}", "[link](http://x.y)"];

fn words(room: Room) -> BoxedStrategy<String> {
    let plain = prop::sample::select(WORDS).boxed();
    let wrapped = prop::sample::select(WRAPPED).boxed();
    let word = match room {
        // Code spans could hold a delimiter's other half, and stars could pair up outside.
        Room::Words => plain.prop_filter("no markup", |w| !w.contains(['`', '*', '#'])).boxed(),
        _ => prop_oneof![4 => plain, 1 => wrapped].boxed(),
    };
    let joined = prop::collection::vec(word, 1..40).prop_map(|words| words.join(" "));
    // At its ends no blank, which delimiters would not take, and nothing that starts a list.
    joined.prop_map(|text| format!("x{}x", text.trim())).boxed()
}

/// Blocks of hidden text.
fn blocks(room: Room) -> BoxedStrategy<String> {
    let paragraph = words(Room::Line);
    let leads = ["", "", "", "- ", "> ", "1. ", "    ", "# ", "### ", "---\n\n"];
    // Those at the end of the list would end what hides up to a heading.
    let leads = leads.into_iter().take(if room == Room::Paragraphs { 7 } else { 10 });
    let lead = prop::sample::select(leads.collect::<Vec<_>>());
    let block = (lead, paragraph).prop_map(|(lead, text)| format!("{lead}{text}"));
    prop::collection::vec(block, 1..6).prop_map(|blocks| blocks.join("\n\n")).boxed()
}

fn hidden(room: Room) -> BoxedStrategy<String> {
    match room {
        room if room.is_blocks() => blocks(room),
        room => words(room),
    }
}

type Slot = (Construct, usize, String, String);

fn slot(format: Format) -> impl Strategy<Value = Slot> {
    let fitting: Vec<Construct> = CONSTRUCTS.iter().filter(|c| c.format == format).copied().collect();
    let chosen = (prop::sample::select(fitting), 0..PLACES);
    chosen.prop_flat_map(|(construct, place)| {
        let (one, other) = (hidden(construct.room), hidden(construct.room));
        (Just(construct), Just(place), one, other)
    })
}

/// Pairs with one to four passages each, anywhere.
pub fn pair() -> impl Strategy<Value = Pair> {
    prop::sample::select(vec![Format::Markdown, Format::Text, Format::Html]).prop_flat_map(|format| {
        prop::collection::vec(slot(format), 1..4).prop_map(move |slots| {
            let side = |pick: fn(&Slot) -> &String| {
                let slots: Vec<_> = slots.iter().map(|s| (s.0, s.1, pick(s).clone())).collect();
                place(format, &slots)
            };
            Pair { one: side(|s| &s.2), other: side(|s| &s.3), format }
        })
    })
}
