#!/usr/bin/env python3
"""Writes the saved pages beside it, in the markup of the software that each is named for, with invented reviews, and
what is right of each: `NAME.html` and `NAME.txt`. A right text is facts, a blank line and the blocks of the review, a
line each; of a page that lists reviews there is one for each of these, parted by lines of `====`."""
import os

HERE = os.path.dirname(os.path.abspath(__file__))

P = [
    "Ida Holm has made three films before this quiet one about a loud sea, and none of them, it has to be said, was half as good or half as patient with the people in it.",
    "The camera of Lene Marsh stays on deck when everybody else goes below, so that the fog becomes a character, and a better one than the mate, who has been written with a thick pencil.",
    "Una Berg carries the long middle hour on her shoulders alone; she listens better than most actors talk, and when she does talk one wishes that the engine would stop for it.",
    "I would not send you to see it on a summer evening, but in November, with a coat on your knees and the heating turned low, there is hardly a better way to spend two hours.",
    "What the music does is harder to say: it comes late, goes early, and leaves behind it the feeling of a room in which somebody has just put out a lamp.",
    "The first act is too long, as first acts of films about harbours are, and the captain explains the tides twice, though nobody on board has asked him to.",
]
Q = [
    "A patient film about fog and the people who mistake it for an answer, with one great performance at the centre of it.",
    "I wanted to like it more than I did: the harbour is lovely, the talk is not, and two hours of rope are a lot of rope.",
    "Second time around the jokes are better and the engine room is worse, which makes it, on balance, the same good film.",
    "My brother slept through it and I did not, which tells you all about my brother and a little about the film as well.",
]
NAV = "<nav><ul><li><a href=/>Home</a><li><a href=/films>Films</a><li><a href=/about>About</a></ul></nav>"
FOOT = "<footer><p>© The Pier. All rights reserved.</p><a href=/privacy>Privacy</a></footer>"
ASIDE = "<aside class='sidebar widget-area'><h3>Recent posts</h3><ul><li><a href=/1>Harbour lights</a><li><a href=/2>Slow dust</a></ul></aside>"
made = []


def share(rating):
    """`3 of 4` as a share of one."""
    value, best = rating.split(" of ")
    return f"{float(value) / float(best):.2f}"


def paras(*numbers):
    return "\n".join(f"<p>{P[n]}</p>" for n in numbers)


def page(name, head, body, *reviews, title="The Night Ferry - The Pier"):
    """A page; each review is a dict of facts with its `text`, a list of blocks."""
    html = f"<!DOCTYPE html>\n<html lang=en>\n<head><meta charset=utf-8><title>{title}</title>{head}</head>\n<body>\n{body}\n</body>\n</html>\n"
    raw(name, html, *reviews)


def raw(name, html, *reviews, ending="html"):
    right = []
    for review in reviews:
        facts = [f"{key}: {share(value) if key == 'rating' else value}" for key, value in review.items() if key != "text"]
        right.append("\n".join([*facts, "", *review["text"]]))
    made.append(name)
    open(f"{HERE}/{name}.{ending}", "w", encoding="utf-8").write(html)
    open(f"{HERE}/{name}.txt", "w", encoding="utf-8").write("\n====\n".join(right) + "\n")


def one(*blocks, **facts):
    return {**facts, "text": list(blocks)}


TITLE = "The Night Ferry"
TEXT = [P[0], P[1], P[2]]
BODY = paras(0, 1, 2)

# Software of blogs and of magazines, one review a page.
page("wordpress-classic", "<meta name=generator content='WordPress 4.9'>",
     f"<div id=page class='hfeed site'><header id=masthead><p class=site-title><a href=/>The Pier</a></p></header>{NAV}<div id=primary><main id=main>"
     f"<article id=post-7 class='post-7 post type-post hentry category-films'><header class=entry-header><h1 class=entry-title>The Night Ferry</h1>"
     f"<div class=entry-meta><span class=posted-on><time class='entry-date published' datetime='2019-11-02T10:00:00+00:00'>2 November 2019</time></span>"
     f"<span class=byline> by <span class='author vcard'><a class='url fn n' href=/author/ann>Ann Lorn</a></span></span></div></header>"
     f"<div class=entry-content>{BODY}</div><footer class=entry-footer>Posted in <a href=/c>Films</a></footer></article>"
     f"<div id=comments class=comments-area><h2>2 thoughts on “The Night Ferry”</h2><ol class=comment-list><li class=comment><div class=says>Bo Kim</div><p>{Q[1]}</p></li></ol></div></main></div>{ASIDE}{FOOT}</div>",
     one(TITLE, *TEXT, "Replies", "2 thoughts on “The Night Ferry”", f"Bo Kim", Q[1], reviewer="Ann Lorn", date="2019-11-02"))
page("wordpress-blocks", "<meta property='og:site_name' content='The Pier'><meta property='article:published_time' content='2023-03-04T08:00:00+00:00'>",
     f"<div class=wp-site-blocks><header class=wp-block-template-part>{NAV}</header><main class='wp-block-group'><h1 class='wp-block-post-title'>The Night Ferry</h1>"
     f"<div class='entry-content wp-block-post-content'>{paras(0, 1)}<blockquote class=wp-block-quote><p>{Q[0]}</p></blockquote>{paras(2)}"
     f"<figure class=wp-block-image><img src=a.jpg alt='The ferry'><figcaption class=wp-element-caption>The ferry at dawn</figcaption></figure></div></main>{FOOT}</div>",
     one(TITLE, P[0], P[1], Q[0], P[2], "The ferry at dawn", publication="The Pier", date="2023-03-04"))
page("wordpress-elementor", "", f"<div class='elementor elementor-12'><section class=elementor-section><div class=elementor-container><div class='elementor-widget elementor-widget-theme-post-title'><h1 class=elementor-heading-title>The Night Ferry</h1></div>"
     f"<div class='elementor-widget elementor-widget-theme-post-content'><div class=elementor-widget-container>{BODY}</div></div>"
     f"<div class='elementor-widget elementor-widget-share-buttons'><a href=#>Share</a></div></div></section></div>{FOOT}", one(TITLE, *TEXT))
page("blogger", "<meta content='blogger' name='generator'>",
     f"<div class='main section'><div class='blog-posts hfeed'><h2 class=date-header>Saturday</h2><div class='post hentry'><h3 class='post-title entry-title'>The Night Ferry</h3>"
     f"<div class='post-body entry-content'>{P[0]}<br><br>{P[1]}<br><br>{P[2]}</div><div class=post-footer><span class='post-author vcard'>Posted by <span class=fn>Ann Lorn</span></span> at "
     f"<abbr class=published title='2011-05-06T07:00:00'>7:00</abbr></div></div></div></div><div class='sidebar section'><h2>Archive</h2><ul><li><a href=/a>May</a></ul></div>",
     one(TITLE, *TEXT, reviewer="Ann Lorn", date="2011-05-06"), title="The Pier: The Night Ferry")
page("squarespace", "<meta itemprop=datePublished content='2020-01-02'>", f"<div id=siteWrapper><header id=header>{NAV}</header><main id=page><article class='blog-item'><h1 class='entry-title entry-title--large' itemprop=headline>The Night Ferry</h1>"
     f"<div class='blog-item-content e-content'><div class='sqs-block html-block'><div class=sqs-block-content>{BODY}</div></div></div></article></main>{FOOT}</div>", one(TITLE, *TEXT, date="2020-01-02"))
page("ghost", "<meta name='generator' content='Ghost 5.0'><meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Ann Lorn'>",
     f"<div class=viewport><header id=gh-head>{NAV}</header><main><article class='article post'><header class=article-header><h1 class=article-title>The Night Ferry</h1></header><section class='gh-content gh-canvas'>{BODY}</section></article></main>"
     f"<section class=footer-cta><h2>Sign up for more</h2><p>Subscribe to The Pier and never miss a review of ours again.</p></section>{FOOT}</div>", one(TITLE, *TEXT, reviewer="Ann Lorn"))
page("medium", "<meta name=author content='Ann Lorn'><meta property='article:published_time' content='2018-02-03T00:00:00Z'>",
     f"<div id=root><nav><a href=/>Medium</a><a href=/signin>Sign in</a></nav><article><div><section><div><h1>The Night Ferry</h1><div><a href=/@ann>Ann Lorn</a><button>Follow</button><span>4 min read</span></div>{BODY}</div></section></div></article>"
     f"<footer><button>Clap</button><a href=/tag/film>Film</a></footer></div>", one(TITLE, *TEXT, reviewer="Ann Lorn", date="2018-02-03"), title="The Night Ferry | by Ann Lorn | Medium")
page("substack", "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"The Night Ferry\",\"datePublished\":\"2022-06-07T09:00:00Z\",\"author\":[{\"@type\":\"Person\",\"name\":\"Ann Lorn\"}],\"publisher\":{\"name\":\"The Pier\"}}</script>",
     f"<div class=main><article class='typography newsletter-post post'><div class=post-header><h1 class='post-title published'>The Night Ferry</h1></div><div class='available-content'><div class='body markup'>{BODY}"
     f"<div class=subscription-widget><p>Thanks for reading The Pier! Subscribe for free to receive new posts and support my work.</p></div></div></div></article></div>",
     one(TITLE, *TEXT, reviewer="Ann Lorn", publication="The Pier", date="2022-06-07"))
page("tumblr", "", f"<div id=content><article class='post text'><h2 class=title><a href=/p/1>The Night Ferry</a></h2><div class='body-text'>{BODY}</div><section class=post-meta><a href=/p/1>12 notes</a></section></article></div>{FOOT}", one(TITLE, *TEXT), title="The Night Ferry")
page("drupal", "", f"<div class='layout-container'><header role=banner>{NAV}</header><main role=main><article class='node node--type-review'><h1 class=page-title><span class='field field--name-title'>The Night Ferry</span></h1>"
     f"<div class='node__content'><div class='field field--name-body field__item'>{BODY}</div></div></article></main>{ASIDE}{FOOT}</div>", one(TITLE, *TEXT))
page("joomla", "", f"<div class=container>{NAV}<div class='item-page' itemscope itemtype='https://schema.org/Article'><h1 itemprop=headline>The Night Ferry</h1><dl class=article-info><dd class=createdby itemprop=author itemscope><span itemprop=name>Ann Lorn</span></dd></dl>"
     f"<div itemprop=articleBody>{BODY}</div></div>{ASIDE}</div>{FOOT}", one(TITLE, *TEXT, reviewer="Ann Lorn"))
page("hugo", "<meta name=generator content='Hugo 0.100'>", f"<header class=header>{NAV}</header><main class=main><article class=post-single><header class=post-header><h1 class=post-title>The Night Ferry</h1><div class=post-meta><span title='2021-09-01'>September 1, 2021</span></div></header>"
     f"<div class=post-content>{BODY}</div><footer class=post-footer><ul class=post-tags><li><a href=/t>film</a></ul></footer></article></main>{FOOT}", one(TITLE, *TEXT))
page("jekyll", "", f"<header class=site-header>{NAV}</header><main class=page-content><article class='post h-entry'><header class=post-header><h1 class='post-title p-name'>The Night Ferry</h1><p class=post-meta><time class=dt-published datetime='2017-04-05T00:00:00+00:00'>Apr 5, 2017</time></p></header>"
     f"<div class='post-content e-content'>{BODY}</div></article></main>{FOOT}", one(TITLE, *TEXT))
page("typepad", "", f"<div id=container><div id=banner><h1><a href=/>The Pier</a></h1></div><div id=content><div class=entry><h3 class=entry-header>The Night Ferry</h3><div class=entry-content><div class=entry-body>{BODY}</div></div>"
     f"<p class=entry-footer>Posted by Ann Lorn | <a href=/p>Permalink</a></p></div></div></div>", one(TITLE, *TEXT), title="The Pier: The Night Ferry")
page("livejournal", "", f"<div class='aentry-post'><article class='b-singlepost'><h1 class='b-singlepost-title'>The Night Ferry</h1><article class='b-singlepost-body entry-content'>{P[0]}<br><br>{P[1]}<br><br>{P[2]}</article></article></div>{FOOT}", one(TITLE, *TEXT))
page("wix", "", f"<div id=SITE_CONTAINER><header id=SITE_HEADER>{NAV}</header><main id=PAGES_CONTAINER><article><div data-hook=post-title><h1>The Night Ferry</h1></div><div data-hook=post-description><div class=rich-content>"
     + "".join(f"<p class='_a1 _b2'><span>{text}</span></p>" for text in TEXT) + f"</div></div></article></main>{FOOT}</div>", one(TITLE, *TEXT))
page("mediawiki", "<meta name=generator content='MediaWiki 1.39'>", f"<div id=content class=mw-body role=main><h1 id=firstHeading class=firstHeading>The Night Ferry</h1><div id=bodyContent><div id=mw-content-text class=mw-body-content><div class=mw-parser-output>{paras(0, 1)}<h2><span class=mw-headline id=x>Sound</span></h2>{paras(4)}</div></div></div></div>"
     f"<div id=mw-navigation><h2>Navigation menu</h2><ul><li><a href=/m>Main page</a></ul></div>", one(TITLE, P[0], P[1], "Sound", P[4]))
page("magazine", "<script type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@type\":\"Review\",\"headline\":\"Fog with a heart\",\"author\":{\"@type\":\"Person\",\"name\":\"Ann Lorn\"},\"datePublished\":\"2016-07-08\",\"itemReviewed\":{\"@type\":\"Movie\",\"name\":\"The Night Ferry\",\"dateCreated\":\"2015\",\"director\":{\"name\":\"Ida Holm\"}},\"reviewRating\":{\"ratingValue\":\"3\",\"bestRating\":\"4\"}}</script>",
     f"<header class=masthead>{NAV}</header><main><article class=review><h1>Fog with a heart</h1>{BODY}</article><section class=related-content><h2>More reviews</h2><a href=/x>Harbour lights</a></section></main>{FOOT}",
     one("Fog with a heart", *TEXT, film=TITLE, year="2015", reviewer="Ann Lorn", date="2016-07-08", rating="3 of 4"), title="Fog with a heart | The Pier")
page("newspaper", "<meta property='og:title' content='The Night Ferry'><meta name=byl content='By Ann Lorn'><meta property='og:site_name' content='The Pier'>",
     f"<div id=app><header>{NAV}</header><main><article id=story><header><h1>The Night Ferry</h1><p class=byline>By Ann Lorn</p></header><section name=articleBody>{paras(0, 1)}<div class=ad-wrapper><a href=/ad>Advertisement</a></div>{paras(2)}</section></article></main>"
     f"<div class=newsletter-signup><p>Sign up for our newsletter and get the best of The Pier every Friday in your inbox.</p></div>{FOOT}</div>",
     one(TITLE, *TEXT, reviewer="Ann Lorn", publication="The Pier"))
page("amp", "<style amp-boilerplate>body{animation:x 8s}</style>", f"<header>{NAV}</header><article class=amp-wp-article><header><h1 class=amp-wp-title>The Night Ferry</h1></header><div class=amp-wp-article-content>{paras(0, 1)}<amp-img src=a.jpg alt=''></amp-img>{paras(2)}</div></article>{FOOT}", one(TITLE, *TEXT))
page("tables-of-1998", "", f"<center><h1><font face=Arial>THE NIGHT FERRY</font></h1></center><table width=100%><tr><td>"
     f"<p><font size=2>{P[0]}</font><p><font size=2>{P[1]}</font><p><font size=2>{P[2]}</font></table><hr><a href=b.htm>Back to the reviews</a>", one("THE NIGHT FERRY", *TEXT), title="THE NIGHT FERRY")
page("hreview", "", f"<div class=hreview><h1 class='item fn'>The Night Ferry</h1><p>Reviewed by <span class='reviewer vcard'><span class=fn>Ann Lorn</span></span> on <abbr class=dtreviewed title='2009-10-11'>Oct 11</abbr></p><div class=description>{BODY}</div></div>{FOOT}",
     one(TITLE, *TEXT, reviewer="Ann Lorn", date="2009-10-11"))
page("microdata", "", f"<div itemscope itemtype='http://schema.org/Review'><h1 itemprop=headline>A ferry in fog</h1><p itemprop=itemReviewed itemscope itemtype='http://schema.org/Movie'><span itemprop=name>The Night Ferry</span></p><meta itemprop=datePublished content='2014-03-02'>"
     f"<span itemprop=author>Ann Lorn</span><span itemprop=reviewRating itemscope><meta itemprop=ratingValue content=4><meta itemprop=bestRating content=5></span><div itemprop=reviewBody>{BODY}</div></div>",
     one("A ferry in fog", *TEXT, film=TITLE, reviewer="Ann Lorn", date="2014-03-02", rating="4 of 5"), title="A ferry in fog")
page("noscript-only", "", f"<div id=root></div><script src=app.js></script><noscript><article><h1>The Night Ferry</h1>{BODY}</article></noscript>", one(TITLE, *TEXT), title="The Night Ferry")
page("shadow-tree", "", f"<film-review><template shadowrootmode=open><article><h1>The Night Ferry</h1>{BODY}</article></template></film-review>{FOOT}", one(TITLE, *TEXT))
page("srcdoc", "", "<iframe srcdoc=\"" + f"<article><h1>The Night Ferry</h1>{BODY}</article>".replace('"', "&quot;") + "\"></iframe>", one(TITLE, *TEXT), title="The Night Ferry")
page("data-only", "<script type='application/ld+json'>/*<![CDATA[*/{\"@type\":\"Review\",\"author\":\"Ann Lorn\",\"itemReviewed\":{\"@type\":\"Movie\",\"name\":\"The Night Ferry\"},\"reviewBody\":\"" + "\\n\\n".join(TEXT) + "\",}/*]]>*/</script>",
     "<div id=app></div>", one(TITLE, *TEXT, film=TITLE, reviewer="Ann Lorn"), title="The Night Ferry")
raw("xhtml", f"<?xml version='1.0' encoding='utf-8'?>\n<html xmlns='http://www.w3.org/1999/xhtml'><head><title>The Night Ferry</title><script src='a.js'/></head><body><h1>The Night Ferry</h1>{BODY}</body></html>\n", one(TITLE, *TEXT))
page("pipermail", "", f"<H1>[Films] The Night Ferry</H1><B>Ann Lorn</B><HR><!--beginarticle--><PRE>{P[0]}\n\n{P[1]}\n</PRE><!--endarticle--><HR>", one("[Films] The Night Ferry", "Ann Lorn", P[0], P[1]), title="[Films] The Night Ferry")

# Threads: the opening post is the review, and what others answer is beside it.
R = "I sat two rows behind you, I think, and I laughed at all the wrong places; thank you for writing about the sound."
page("xenforo", "", f"<div class=p-body><h1 class=p-title-value>The Night Ferry</h1><div class=block-body><article class='message message--post' data-author='Ann Lorn'><div class=message-cell--user><h4 class=message-name>Ann Lorn</h4></div><div class=message-main><article class=message-body><div class=bbWrapper>{BODY}</div></article></div></article>"
     f"<article class='message message--post' data-author='Bo Kim'><h4 class=message-name>Bo Kim</h4><article class=message-body><div class=bbWrapper>{R}</div></article></article></div></div>", one(TITLE, *TEXT, "Replies", "Bo Kim", R, reviewer="Ann Lorn"))
page("phpbb", "", f"<div id=page-body><h2 class=topic-title><a href=/t>The Night Ferry</a></h2><div id=p1 class='post has-profile bg2'><div class=postbody><div class=content>{P[0]}<br><br>{P[1]}<br><br>{P[2]}</div></div></div>"
     f"<div id=p2 class='post has-profile bg1'><div class=postbody><div class=content>{R}</div></div></div></div>", one(TITLE, *TEXT, "Replies", R), title="The Night Ferry")
page("vbulletin", "", f"<div id=postlist><ol id=posts><li class=postcontainer id=post_1><h2 class=title>The Night Ferry</h2><div class=content><blockquote class='postcontent restore'>{P[0]}<br><br>{P[1]}<br><br>{P[2]}</blockquote></div></li>"
     f"<li class=postcontainer id=post_2><div class=content><blockquote class='postcontent restore'>{R}</blockquote></div></li></ol></div>", one(TITLE, *TEXT, "Replies", R), title="The Night Ferry")
page("discourse", "", f"<div id=main-outlet><h1 data-topic-id=1>The Night Ferry</h1><div class='topic-body crawler-post'><div class=crawler-post-meta><span class=creator>ann</span></div><div class='post' itemprop=text>{BODY}</div></div>"
     f"<div class='topic-body crawler-post'><div class=post itemprop=text><p>{R}</p></div></div></div>", one(TITLE, *TEXT, "Replies", R), title="The Night Ferry")
page("reddit-old", "", f"<div class=content role=main><div id=siteTable><div class='thing link self'><a class=title href=/r/x>The Night Ferry</a><div class=expando><div class='usertext-body'><div class=md>{BODY}</div></div></div></div></div>"
     f"<div class=commentarea><div class='thing comment'><div class=usertext-body><div class=md><p>{R}</p></div></div></div></div></div>", one(TITLE, *TEXT, "Replies", R), title="The Night Ferry")
page("reddit-new", "", f"<main><shreddit-post post-title='The Night Ferry'><h1 slot=title>The Night Ferry</h1><div slot=text-body><div class=md>{BODY}</div></div></shreddit-post><shreddit-comment-tree><shreddit-comment author=bo><div class=md><p>{R}</p></div></shreddit-comment></shreddit-comment-tree></main>", one(TITLE, *TEXT, "Replies", "bo", R), title="The Night Ferry")
# Comments, each under its writer, answers to answers among them.
S = "So did I, and my coat smelled of tar for a week."


def answers(first="", second=""):
    """What the two say, each under the name and the day."""
    return ["Bo Kim" + (first and " · " + first), R, "Cy Dole" + (second and " · " + second), S]


COMMENTS = ["Replies", *answers()]


def commented(name, comments, *more, text=TEXT, title=TITLE, **facts):
    """A review with two comments, the second an answer to the first."""
    page(name, "", f"<article class='post hentry'><h1 class=entry-title>{title}</h1><div class=entry-content>{BODY}</div></article>{comments}", one(title, *text, *(more or COMMENTS), **facts), title=title)


def walker(n, who, text, inner=""):
    return (f"<li id=comment-{n} class='comment even depth-1'><article id=div-comment-{n} class=comment-body><footer class=comment-meta><div class='comment-author vcard'><img class=avatar alt=''><b class=fn><a class=url href=/u>{who}</a></b> <span class=says>says:</span></div>"
            f"<div class=comment-metadata><a href=#c><time datetime='2019-11-03T10:00:00+00:00'>3 November 2019 at 10:00</time></a></div></footer><div class=comment-content><p>{text}</p></div><div class=reply><a class=comment-reply-link href=#>Reply</a></div></article>{inner}</li>")


commented("comments-wordpress", f"<div id=comments class=comments-area><h2 class=comments-title>2 thoughts on “The Night Ferry”</h2><ol class=comment-list>{walker(1, 'Bo Kim', R, '<ol class=children>' + walker(2, 'Cy Dole', S) + '</ol>')}</ol><div id=respond class=comment-respond><h3>Leave a Reply</h3><form><textarea></textarea></form></div></div>",
          "Replies", "2 thoughts on “The Night Ferry”", *answers("2019-11-03", "2019-11-03"))
commented("comments-wordpress-old", f"<div id=comments><ol class=commentlist><li class='comment even' id=comment-1><div id=div-comment-1 class=comment-body><div class='comment-author vcard'><cite class=fn>Bo Kim</cite> <span class=says>says:</span></div><div class='comment-meta commentmetadata'><a href=#c>May 5, 2009 at 3:14 pm</a></div><p>{R}</p><div class=reply><a class=comment-reply-link href=#>Reply</a></div></div>"
          f"<ul class=children><li class='comment odd' id=comment-2><div id=div-comment-2 class=comment-body><div class='comment-author vcard'><cite class=fn>Cy Dole</cite> <span class=says>says:</span></div><p>{S}</p></div></li></ul></li></ol></div>", "Replies", *answers("May 5, 2009 at 3:14 pm"))
commented("comments-kubrick", f"<h3 id=comments>2 Responses</h3><ol class=commentlist><li class=alt id=comment-1><cite><a href=/u>Bo Kim</a></cite> Says:<br><small class=commentmetadata><a href=#c>May 5th, 2007 at 3:14 pm</a></small><p>{R}</p></li><li id=comment-2><cite>Cy Dole</cite> Says:<br><small class=commentmetadata><a href=#c>May 6th, 2007 at 3:14 pm</a></small><p>{S}</p></li></ol>", "Replies", *answers("May 5th, 2007 at 3:14 pm", "May 6th, 2007 at 3:14 pm"))
commented("comments-genesis", f"<div class=entry-comments id=comments><h3>Comments</h3><ol class=comment-list><li class='comment' id=comment-1><article id=article-comment-1><header class=comment-header><p class=comment-author><span class=comment-author-name>Bo Kim</span> <span class=says>says</span></p><p class=comment-meta><time class=comment-time datetime='2019-05-05'><a href=#c>May 5</a></time></p></header><div class=comment-content><p>{R}</p></div></article></li>"
          f"<li class='comment' id=comment-2><article><header class=comment-header><p class=comment-author><span class=comment-author-name>Cy Dole</span> <span class=says>says</span></p></header><div class=comment-content><p>{S}</p></div></article></li></ol></div>", "Replies", "Comments", *answers("2019-05-05"))
commented("comments-disqus", "<div id=disqus_thread><ul class=post-list>" + "".join(
    f"<li class=post id=post-{i}><div class=post-content><div class=post-body><header><span class=post-byline><span class='author publisher-anchor-color'><a href=/u>{n}</a></span></span><span class=post-meta><a class=time-ago href=#>3 years ago</a></span></header><div class=post-body-inner><div class=post-message-container><div class=post-message><p>{text}</p></div></div></div></div></div></li>"
    for i, (n, text) in enumerate((("Bo Kim", R), ("Cy Dole", S)))) + "</ul></div>", "Replies", *answers("3 years ago", "3 years ago"))
commented("comments-blogger-old", f"<div class=comments id=comments><h4>2 comments:</h4><dl id=comments-block><dt class=comment-author id=c1><a name=c1></a><a href=/u rel=nofollow>Bo Kim</a> said...</dt><dd class=comment-body><p>{R}</p></dd><dd class=comment-footer><span class=comment-timestamp><a href=#c>May 5, 2011 at 3:14 PM</a></span></dd>"
          f"<dt class=comment-author id=c2><a name=c2></a><a href=/v rel=nofollow>Cy Dole</a> said...</dt><dd class=comment-body><p>{S}</p></dd></dl></div>", "Replies", "2 comments:", *answers("May 5, 2011 at 3:14 PM"))
commented("comments-blogger", "<div class='comments embed' id=comments><h4>2 comments:</h4><div class=comments-content><ol>" + "".join(
    f"<li class=comment id=c{i}><div class=avatar-image-container><img alt=''></div><div class=comment-block><div class=comment-header><cite class=user><a href=/u>{n}</a></cite><span class='icon user'></span><span class='datetime secondary-text'><a href=#c>May 5, 2015 at 3:14 PM</a></span></div><p class=comment-content>{text}</p><span class='comment-actions secondary-text'><a class=comment-reply>Reply</a></span></div></li>"
    for i, (n, text) in enumerate((("Bo Kim", R), ("Cy Dole", S)))) + "</ol></div></div>", "Replies", "2 comments:", *answers("May 5, 2015 at 3:14 PM", "May 5, 2015 at 3:14 PM"))
page("comments-reddit", "", f"<div class=content role=main><div id=siteTable><div class='thing link self'><a class=title href=/r/x>The Night Ferry</a><div class=expando><div class=usertext-body><div class=md>{BODY}</div></div></div></div></div><div class=commentarea><div class=sitetable>"
     f"<div class='thing comment'><div class=entry><p class=tagline><a class=expand href=#>[–]</a><a class=author href=/u>bo_kim</a> <span class='score unvoted'>7 points</span> <time datetime='2019-05-05'>4 years ago</time></p><form class=usertext><div class=usertext-body><div class=md><p>{R}</p></div></div></form><ul class='flat-list buttons'><li><a href=#>permalink</a><li><a href=#>reply</a></ul></div>"
     f"<div class=child><div class='thing comment'><div class=entry><p class=tagline><a class=author href=/u>cy</a> <span class=score>1 point</span></p><form class=usertext><div class=usertext-body><div class=md><p>{S} <span class=md-spoiler-text>He drowns.</span></p></div></div></form></div></div></div></div></div></div></div>",
     one(TITLE, *TEXT, "Replies", "bo_kim · 2019-05-05", R, "cy", S + " He drowns.", hidden=1), title="The Night Ferry")
page("forum-phpbb", "", "<div id=page-body><h2 class=topic-title><a href=/t>The Night Ferry</a></h2>" + "".join(
    f"<div id=p{i} class='post has-profile bg{i}'><div class=inner><dl class=postprofile><dt><a class=username href=/u>{n}</a></dt><dd>Posts: 12</dd></dl><div class=postbody><h3><a href=#p>{'Re: ' * (i > 0)}The Night Ferry</a></h3><p class=author><a href=#p>Post</a> by <strong><a class=username href=/u>{n}</a></strong> » 5 May 2019</p><div class=content>{text}</div></div></div></div>"
    for i, (n, text) in enumerate((("Ann Lorn", "<br><br>".join(TEXT)), ("Bo Kim", R), ("cy", S)))) + "</div>", one(TITLE, *TEXT, "Replies", "Bo Kim · 5 May 2019", R, "cy · 5 May 2019", S, reviewer="Ann Lorn", date="5 May 2019"), title="The Night Ferry")
page("forum-discourse", "", "<div id=main-outlet><h1 data-topic-id=1><a href=/t>The Night Ferry</a></h1>" + "".join(
    f"<div class='topic-body crawler-post'><div class=crawler-post-meta><span class=creator itemprop=author itemscope><a href=/u itemprop=url><span itemprop=name>{n}</span></a></span><span class=crawler-post-infos><time datetime='2019-05-05T10:00:00Z' class=post-time>May 5, 2019</time><span itemprop=position>{i + 1}</span></span></div><div class=post itemprop=text>{text}</div><div><span class=post-likes>2 Likes</span></div></div>"
    for i, (n, text) in enumerate((("ann", BODY), ("bo_kim", f"<p>{R}</p>"), ("cy", f"<p>{S}</p>")))) + "</div>", one(TITLE, *TEXT, "Replies", "bo_kim · 2019-05-05", R, "cy · 2019-05-05", S, reviewer="ann", date="2019-05-05"), title="The Night Ferry")
page("forum-vbulletin", "", "<div id=postlist><ol id=posts>" + "".join(
    f"<li class=postcontainer id=post_{i}><div class=posthead><span class=postdate>05-05-2012</span></div><div class=postdetails><div class=userinfo><div class=username_container><a class=username href=/u><strong>{n}</strong></a></div></div><div class=postbody><div class=content><blockquote class='postcontent restore'>{text}</blockquote></div></div></div></li>"
    for i, (n, text) in enumerate((("Ann Lorn", "<br><br>".join(TEXT)), ("Bo Kim", R), ("Cy Dole", S)))) + "</ol></div>", one(TITLE, *TEXT, "Replies", *answers("05-05-2012", "05-05-2012"), reviewer="Ann Lorn", date="05-05-2012"), title="The Night Ferry")
page("forum-vbulletin-old", "", "<h1>The Night Ferry</h1><div id=posts>" + "".join(
    f"<div class=postbit><div class=thead>5th May 2006, 10:14 PM</div><div class=alt2><a class=bigusername href=/m>{n}</a></div><div class=alt1 id=td_post_{i}>{text}</div></div>"
    for i, (n, text) in enumerate((("annlorn", BODY), ("Bo Kim", f"<p>{R}</p>"), ("Cy Dole", f"<p>{S}</p>")))) + "</div>", one(TITLE, *TEXT, "Replies", *answers("5th May 2006, 10:14 PM", "5th May 2006, 10:14 PM"), reviewer="annlorn", date="5th May 2006, 10:14 PM"), title="The Night Ferry")
page("forum-xenforo", "", "<div class=p-body><h1 class=p-title-value>The Night Ferry</h1><div class=block-body>" + "".join(
    f"<article class='message message--post' data-author='{n}'><div class=message-cell--user><h4 class=message-name>{n}</h4></div><div class=message-main><header class=message-attribution><time class=u-dt datetime='2020-06-0{i + 1}T10:00:00+0000'>Jun {i + 1}</time></header><article class=message-body><div class=bbWrapper>{text}</div></article></div></article>"
    for i, (n, text) in enumerate((("Ann Lorn", BODY), ("Bo Kim", R), ("Cy Dole", S)))) + "</div></div>", one(TITLE, *TEXT, "Replies", *answers("2020-06-02", "2020-06-03"), reviewer="Ann Lorn", date="2020-06-01"), title="The Night Ferry")
page("lemmy", "", f"<main><article class='post-listing'><h1 class=h4>The Night Ferry</h1><div class='md-div'>{BODY}</div></article></main>", one(TITLE, *TEXT), title="The Night Ferry")

# Sites of reviews, one on a page.
page("letterboxd-review", "<meta property='og:title' content='The Night Ferry (2015)'>", f"<div id=content><section class='review body-text'><div class='body-text -prose js-review-body'>{BODY}</div></section></div>{FOOT}", one("The Night Ferry (2015)", *TEXT), title="The Night Ferry (2015)")
page("letterboxd-gated", "", f"<h1>The Night Ferry</h1><div class='contains-spoilers js-spoiler-container'><p>This review may contain spoilers. <a href=#>I can handle the truth.</a></p></div><div class='body-text -prose hidden-spoilers'>{BODY}</div>", one(TITLE, *TEXT, hidden=1), title="The Night Ferry")

# Lists: each of their reviews is read by itself.
A, B, C = ("Ann Lorn", Q[0]), ("Bo Kim", Q[1]), ("Cy Dole", Q[2])
LIST = "<h1>Reviews of The Night Ferry</h1>"


def listed(name, item, head="", before=LIST, after="", rows=(A, B, C), title="The Night Ferry reviews", **facts):
    """A list with one `item` for each of `rows`; `{n}` and `{text}` are put in, and `{i}`, its number."""
    items = "".join(item.replace("{n}", n).replace("{text}", text).replace("{i}", str(i + 1)) for i, (n, text) in enumerate(rows))
    told = lambda value, i: [v for v in value][i] if isinstance(value, (list, tuple)) else value
    reviews = [one(*([told(facts["heading"], i)] if "heading" in facts else []), text, reviewer=n, **{k: told(v, i) for k, v in facts.items() if k != "heading"}) for i, (n, text) in enumerate(rows)]
    page(name, head, before + items + after, *reviews, title=title)


listed("letterboxd-film", "<li class=film-detail><div class=film-detail-content><p class=attribution-detail><a class=context href=/x>Review by <strong class=name>{n}</strong></a> <span class='rating rated-8'> ★★★★ </span><span class=date><span class=_nobr>0{i} Mar 2021</span></span></p><div class='body-text -prose collapsible-text'><div class='js-review-body'><p>{text}</p></div></div><p class=like-link>12 likes</p></div></li>",
       before=LIST + "<ul class=film-list>", after="</ul>", rating="4 of 5")
page("letterboxd-member", "", "<section><h2 class=section-heading>Reviews</h2>" + "".join(
    f"<div class='listitem'><article class='production-viewing'><h2 class='headline-2 prettify'><a href=/f>{film}</a> <small class=metadata><a href=/y>{year}</a></small></h2><div class=attribution><span class='rating rated-6'>★★★</span></div><div class='body-text -prose'><div class=js-review-body><p>{text}</p></div></div></article></div>"
    for film, year, text in (("The Night Ferry", 2015, Q[0]), ("Slow Dust", 1987, Q[1]), ("Harbour Lights", 2001, Q[2]))) + "</section>",
    *(one(f"{film} {year}", text, film=film, year=str(year), rating="3 of 5") for film, year, text in (("The Night Ferry", 2015, Q[0]), ("Slow Dust", 1987, Q[1]), ("Harbour Lights", 2001, Q[2]))), title="Ann's reviews")
listed("letterboxd-list-gated", "<li class=film-detail><p class=attribution-detail><strong class=name>{n}</strong></p><p>This review may contain spoilers. <a href=#>I can handle the truth.</a></p><div class='body-text hidden-spoilers'><p>{text}</p></div></li>", before=LIST + "<ul>", after="</ul>", hidden=1)
listed("imdb-old", "<div class='lister-item imdb-user-review'><div class=lister-item-content><span class=rating-other-user-rating><span>8</span><span>/10</span></span><a class=title href=/r>Title {i}</a><div class=display-name-date><span class=display-name-link><a href=/u>{n}</a></span><span class=review-date>{i} March 2021</span></div><div class=content><div class='text show-more__control'>{text}</div><div class=actions>5 out of 7 found this helpful.</div></div></div></div>",
       before=LIST + "<div class=lister-list>", after="</div>", heading=["Title 1", "Title 2", "Title 3"], rating="8 of 10")
listed("imdb-new", "<article class=user-review-item><div class=ipc-list-card--span><span class=ipc-rating-star><span>7</span><span>/10</span></span><div data-testid=review-summary><h3 class=ipc-title__text>Title {i}</h3></div><div data-testid=review-overflow><div class=ipc-html-content><div class=ipc-html-content-inner-div>{text}</div></div></div></div><div data-testid=reviews-author><a data-testid=author-link href=/u>{n}</a><li class=review-date>Mar {i}, 2021</li></div></article>",
       before=LIST + "<section>", after="</section>", heading=["Title 1", "Title 2", "Title 3"], rating="7 of 10")
listed("goodreads-new", "<article class=ReviewCard><div class=ReviewerProfile__name><a href=/u>{n}</a></div><section class=ReviewCard__content><section class=ReviewCard__row><span aria-label='Rating 4 out of 5'></span></section><section class=ReviewText><section class=ReviewText__content><div class=TruncatedContent><span class=Formatted>{text}</span></div></section></section></section></article>", before=LIST + "<div class=ReviewsList>", after="</div>", rating="4 of 5")
listed("goodreads-old", "<div class='friendReviews elementListBrown'><div class='review' itemprop=reviews itemscope itemtype='http://schema.org/Review'><div class=reviewHeader><a class=reviewDate href=/d>Mar 0{i}, 2012</a><span itemprop=author itemscope><a class=user href=/u>{n}</a></span></div><div class=reviewText><span id=f{i}>{text}</span></div></div></div>", before=LIST)
listed("metacritic", "<div class='c-siteReview'><div class=c-siteReviewHeader><a class=c-siteReviewHeader_username href=/u>{n}</a><div class=c-siteReviewHeader_reviewDate>Mar {i}, 2021</div></div><div class=c-siteReview_main><div class=c-siteReview_quote><span>{text}</span></div></div></div>", before=LIST)
listed("tomatoes-critics", "<div class=review-row><div class=review-data><a class=display-name href=/c>{n}</a><a class=publication href=/p>The Pier</a></div><div class=review-text-container><p class=review-text data-qa=review-quote>{text}</p><p class=original-score-and-url><span data-qa=review-date>Mar {i}, 2021</span> <a href=/f>Full Review</a></p></div></div>", before=LIST)
listed("tomatoes-audience", "<div class='audience-review-row'><div class=audience-reviews__name-wrap><span class=audience-reviews__name>{n}</span></div><div class=audience-reviews__review-wrap><span class=audience-reviews__duration>Mar {i}, 2021</span><p class='audience-reviews__review js-review-text'>{text}</p></div></div>", before=LIST)
listed("tmdb", "<div class=card><div class=grouped><div class=info><h3><a href=/r>A review by {n}</a></h3><h5>Written by <a class=username href=/u>{n}</a> on March {i}, 2021</h5></div></div><div class='teaser review-content'><p>{text}</p></div></div>", before=LIST, heading=[f"A review by {n}" for n, _ in (A, B, C)])
listed("allocine", "<div class='hred review-card cf'><aside class=review-card-user-infos></aside><div class=review-card-meta><span class=reviewer>{n}</span></div><div class='content-txt review-card-content'>{text}</div></div>", before=LIST)
listed("microdata-list", "<div itemprop=review itemscope itemtype='https://schema.org/Review'><span itemprop=author>{n}</span><meta itemprop=datePublished content='2021-03-0{i}'><span itemprop=reviewRating itemscope itemtype='https://schema.org/Rating'><meta itemprop=ratingValue content={i}><meta itemprop=bestRating content=5></span><p itemprop=reviewBody>{text}</p></div>", before=LIST, date=["2021-03-01", "2021-03-02", "2021-03-03"], rating=["1 of 5", "2 of 5", "3 of 5"])
listed("hreview-list", "<div class=hreview><span class='reviewer vcard'><span class=fn>{n}</span></span><abbr class=dtreviewed title='2010-03-0{i}'>March</abbr><div class=description>{text}</div></div>", before=LIST, date=["2010-03-01", "2010-03-02", "2010-03-03"])
page("data-list", "<script type='application/ld+json'>{\"@type\":\"Movie\",\"name\":\"The Night Ferry\",\"review\":[" + ",".join(
    f"{{\"@type\":\"Review\",\"author\":{{\"name\":\"{n}\"}},\"datePublished\":\"2021-03-0{i + 1}\",\"reviewBody\":\"{text}\"}}" for i, (n, text) in enumerate((A, B, C))) + "]}</script>",
    "<div id=app></div>", *(one(text, film=TITLE, reviewer=n, date=f"2021-03-0{i + 1}") for i, (n, text) in enumerate((A, B, C))), title="The Night Ferry")

INDEX = [("The Night Ferry", P[0], P[1]), ("Slow Dust", P[2], P[3]), ("Harbour Lights", P[4], P[5])]


def index(name, item, before="", after="", **facts):
    items = "".join(item.replace("{t}", t).replace("{b}", f"<p>{a}</p><p>{b}</p>").replace("{i}", str(i + 1)) for i, (t, a, b) in enumerate(INDEX))
    page(name, "", f"<header>{NAV}</header>{before}{items}{after}{FOOT}", *(one(t, a, b, **{k: v[i] if isinstance(v, list) else v for k, v in facts.items()}) for i, (t, a, b) in enumerate(INDEX)), title="The Pier")


DAYS = ["2021-03-01", "2021-03-02", "2021-03-03"]
index("wordpress-index", "<article class='post type-post hentry'><header class=entry-header><h2 class=entry-title><a href=/{i}>{t}</a></h2><span class='author vcard'><a class=fn href=/a>Ann Lorn</a></span> <time class='entry-date published' datetime='2021-03-0{i}T09:00:00+00:00'>March {i}</time></header><div class=entry-content>{b}</div></article>", "<main>", "</main>", reviewer="Ann Lorn", date=DAYS)
index("blogger-index", "<div class='post hentry'><h3 class='post-title entry-title'><a href=/{i}>{t}</a></h3><div class='post-body entry-content'>{b}</div><div class=post-footer>Posted by <span class='post-author vcard'><span class=fn>Ann Lorn</span></span></div></div>", "<div class='blog-posts hfeed'>", "</div>", reviewer="Ann Lorn")
index("ghost-index", "<article class='post-card post'><header><h2 class=post-card-title>{t}</h2></header><section class=post-content>{b}</section></article>", "<main class=post-feed>", "</main>")
index("plain-index", "<article><h2>{t}</h2>{b}</article>", "<main>", "</main>")
page("index-with-a-hidden-one", "", f"<main><article><h2>The Night Ferry</h2>{paras(0, 1)}</article><article class=spoiler><h2>Slow Dust</h2>{paras(2, 3)}</article><article><h2>Harbour Lights</h2>{paras(4, 5)}</article></main>",
     one(TITLE, P[0], P[1]), one("Slow Dust", P[2], P[3], hidden=1), one("Harbour Lights", P[4], P[5]), title="The Pier")
page("one-with-comments", "", f"<article class=post><h1>The Night Ferry</h1>{BODY}</article><div class=comments>" + "".join(f"<div class=comment><b class=author>{n}</b><p>{text}</p></div>" for n, text in (A, B)) + "</div>", one(TITLE, *TEXT, "Replies", *A, *B), title="The Night Ferry")

page("scripts-and-items", "", f"<article><h1>The Night Ferry</h1>{paras(0)}<ol reversed><li>The fog, all 10<sup>6</sup> tons of it.<li>The engine, and the H<sub>2</sub>O in it.</ol><table><caption>The crew</caption><tr><th>Girl<td>Una Berg<tr><th>Mate<td>Tom Vester</table>{paras(1)}<p>It is <math><mn>1</mn><mo>=</mo><mn>1</mn></math> to me, and to everybody else who was there.</p></article>",
     one(TITLE, P[0], "The fog, all 10⁶ tons of it.", "The engine, and the H₂O in it.", "The crew", "Girl\tUna Berg", "Mate\tTom Vester", P[1], "It is 1=1 to me, and to everybody else who was there."))
page("phpbb-spoiler", "", f"<div id=page-body><h2 class=topic-title><a href=/t>The Night Ferry</a></h2><div id=p1 class='post has-profile bg2'><dl class=postprofile><dt>Ann Lorn</dt></dl><div class=postbody><div class=content>{P[0]}<br><br>{P[1]}<div class=spoilbox><div class=spoilcontent>{Q[3]}</div></div>{P[2]}</div></div></div></div>",
     one(TITLE, P[0], P[1], Q[3], P[2], hidden=1), title="The Night Ferry")
listed("trakt", "<div class='shout-or-review'><div class=user-review><div class=user-name><a class=username href=/u>{n}</a></div><div class=review-body><p>{text}</p></div></div></div>", before=LIST)
listed("card-list", "<section class=user-review data-testid=review-card><header><span class=reviewer>{n}</span> <time datetime='2021-03-0{i}'>March</time> <span class=stars aria-label='{i} out of 5 stars'></span></header><div class=review-content><p>{text}</p></div></section>", before=LIST, date=["2021-03-01", "2021-03-02", "2021-03-03"], rating=["1 of 5", "2 of 5", "3 of 5"])

# More of the software that lists reviews are written with.
listed("metacritic-scores", "<div class='review-card c-siteReview' data-testid=review-card><div class=review-card__score><div class=c-siteReviewScore title='User score {i} out of 10'><span>{i}</span></div></div><a class=c-siteReviewHeader_username href=/u>{n}</a><div class=c-siteReviewHeader_reviewDate>Mar {i}, 2021</div><div class=c-siteReview_quote><span>{text}</span></div></div>", before=LIST, rating=["1 of 10", "2 of 10", "3 of 10"])
listed("tomatoes-cards", "<review-card-critic><rt-link slot=name href=/c>{n}</rt-link><rt-link slot=publication>The Pier</rt-link><span slot=timestamp>Mar {i}, 2021</span><drawer-more slot=review><span slot=content>{text}</span></drawer-more><span slot=rating>{i}/4</span></review-card-critic>", before=LIST, rating=["1 of 4", "2 of 4", "3 of 4"])
listed("shop-list", "<div data-hook=review class='a-section review'><span class=a-profile-name>{n}</span><i data-hook=review-star-rating class=review-rating><span>{i}.0 out of 5 stars</span></i><span data-hook=review-body class=review-text><span>{text}</span></span></div>", before=LIST, rating=["1 of 5", "2 of 5", "3 of 5"])
index("wordpress-query", "<li class='wp-block-post post type-post'><h2 class=wp-block-post-title><a href=/{i}>{t}</a></h2><div class=wp-block-post-author><p class=wp-block-post-author__name>Ann Lorn</p></div><div class=wp-block-post-date><time datetime='2021-03-0{i}T10:00:00Z'>March {i}</time></div><div class='entry-content wp-block-post-content'>{b}</div></li>", "<main><ul class=wp-block-post-template>", "</ul></main>", reviewer="Ann Lorn", date=DAYS)
page("blogger-lines", "", "<div class='blog-posts hfeed container'>" + "".join(
    f"<article class=post-outer-container><div class=post-outer><div class=post><h3 class='post-title entry-title'><a href=/{i}>{t}</a></h3><div class='post-body entry-content'>{a}<br><br>{b}</div></div></div></article>" for i, (t, a, b) in enumerate(INDEX)) + "</div>",
     *(one(t, a, b) for t, a, b in INDEX), title="The Pier")
# Facts, written as software does.
def stated(name, head="", inside="", h1="<h1>The Night Ferry</h1>", before="", title="The Night Ferry", lines=(), **facts):
    page(name, head, f"{before}<main><article>{h1}{inside}{BODY}</article></main>{FOOT}", one(TITLE, *lines, *TEXT, **facts), title=title)


stated("facts-cards", "<meta name=twitter:label1 content='Written by'><meta name=twitter:label2 content='Time to read'><meta name=twitter:data1 content='Ann Lorn'><meta name=twitter:data2 content='4 minutes'>", reviewer="Ann Lorn")
stated("facts-parsely", "<meta name=parsely-page content='{\"title\":\"The Night Ferry\",\"author\":\"Ann Lorn\",\"pub_date\":\"2014-03-02T10:00:00Z\"}'>", reviewer="Ann Lorn", date="2014-03-02")
stated("facts-drawn-stars", inside="<svg role=img><title>4 out of 5 stars</title><path d=M0/></svg>", rating="4 of 5")
stated("facts-byline-of-parts", inside="<div class=c-byline__item>By <a href=/a>Ann Lorn</a></div>", reviewer="Ann Lorn")
stated("facts-two-names", inside="<span itemprop='author creator' content='Ann Lorn'></span>", reviewer="Ann Lorn")
stated("facts-updated", inside="<p class=entry-meta><time class='entry-date updated' datetime='2020-01-01'></time><time class='entry-date published' datetime='2014-03-02'></time></p>", date="2014-03-02")
stated("facts-microformats", inside="<p class=meta><a class='p-author h-card' href=/>Ann Lorn</a> <time class=dt-published datetime='2014-03-02T10:00:00Z'></time></p>", lines=["Ann Lorn"], reviewer="Ann Lorn", date="2014-03-02")
stated("facts-site-first", before="<header><h1><a href='https://pier.example/'>The Pier</a></h1></header>", h1="<h2>The Night Ferry</h2>", title="The Pier | The Night Ferry")
stated("facts-no-names", "<meta name=author content='By'>", "<p class=byline>ann@pier.example</p>", lines=["ann@pier.example"])
stated("facts-no-day", inside="<p>on <time class='entry-date published'>:</time></p>", lines=["on :"])
stated("facts-comma", inside="<div itemprop=reviewRating itemscope><meta itemprop=ratingValue content='3,5'><meta itemprop=bestRating content=5></div>", rating="3.5 of 5")

# Guests write of what is no film on the page of that.
page("recipe", "", f"<main itemscope itemtype='https://schema.org/Recipe'><h1 itemprop=name>Fish soup</h1>{paras(0, 1)}</main><section>" + "".join(f"<div itemprop=review itemscope itemtype='https://schema.org/Review'><span itemprop=author>{n}</span><p itemprop=reviewBody>{text}</p></div>" for n, text in (A, B)) + "</section>",
     one("Fish soup", P[0], P[1], Q[0], Q[1]), title="Fish soup")
page("related-cards", "", f"<main><article class=review><h1>The Night Ferry</h1>{BODY}</article><div class=related-reviews>" + "".join(f"<article class=review-card><h3>Film {i}</h3><span class=author>{n}</span><p>{text}</p></article>" for i, (n, text) in enumerate((A, B))) + "</div></main>",
     one(TITLE, *TEXT, ), title="The Night Ferry")

for stale in os.listdir(HERE):
    name, _, ending = stale.rpartition(".")
    if name not in made and ending in ("html", "txt"):
        os.remove(f"{HERE}/{stale}")
print(len(made), "pages, the longest of", max(os.path.getsize(f"{HERE}/{n}.html") for n in made), "bytes")
