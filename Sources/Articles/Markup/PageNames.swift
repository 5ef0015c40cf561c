// SPDX-License-Identifier: Apache-2.0

/// What the class and the id of an element say about its part in a page.
struct PageNames: OptionSet {
    let rawValue: UInt8

    /// The place of a story: `article-body`, `entry-content`.
    static let story = PageNames(rawValue: 1)
    /// What stands around a story: `sidebar`, `related`, `newsletter`.
    static let frame = PageNames(rawValue: 2)
    /// What readers wrote.
    static let comments = PageNames(rawValue: 4)
    /// Text below a picture.
    static let caption = PageNames(rawValue: 8)
    /// Who wrote it.
    static let byline = PageNames(rawValue: 16)
    /// Not shown.
    static let hidden = PageNames(rawValue: 32)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Reads the attributes of an element.
    init(_ markup: borrowing Markup, _ element: Int) {
        var names: PageNames = []
        var index = element + 1
        let end = markup.end(element)
        while index < end, markup.kind(index) == .attribute {
            let tag = markup.tag(index)
            if tag == PageNames.classTag || tag == PageNames.idTag {
                names.formUnion(PageNames.read(markup, index))
            } else if tag == PageNames.itempropTag {
                let value = markup.value(index).lowercased()
                if value == "articlebody" { names.insert(.story) }
                if value == "caption" { names.insert(.caption) }
                if value == "author" { names.insert(.byline) }
            } else if tag == PageNames.styleTag {
                let value = markup.value(index).lowercased()
                if value.contains("display:none") || value.contains("display: none") { names.insert(.hidden) }
            } else if tag == PageNames.hiddenTag {
                names.insert(.hidden)
            } else if tag == PageNames.roleTag {
                let value = markup.value(index).lowercased()
                if ["navigation", "banner", "complementary", "contentinfo", "search", "dialog", "alert", "menu"].contains(value) {
                    names.insert(.frame)
                }
            }
            index += 1
        }
        self = names
    }

    // A literal is computed whenever it is met, and these are met for every attribute.
    private static let classTag: MarkupTag = "class"
    private static let idTag: MarkupTag = "id"
    private static let itempropTag: MarkupTag = "itemprop"
    private static let styleTag: MarkupTag = "style"
    private static let hiddenTag: MarkupTag = "hidden"
    private static let roleTag: MarkupTag = "role"

    /// Words of a name end at signs and where a capital follows a small letter.
    private static func read(_ markup: borrowing Markup, _ attribute: Int) -> PageNames {
        var names: PageNames = []
        let empty = MarkupTag()
        var word = empty
        var lastWord = empty
        var before: UInt8 = 0
        func end() {
            guard word != empty else { return }
            if let found = words[word] { names.formUnion(found) }
            // Two words that mean something only together.
            if lastWord != empty, pairs.contains(Pair(first: lastWord, second: word)) { names.insert(.story) }
            lastWord = word
            word = empty
        }
        markup.forEachByte(attribute) { byte in
            let lower = byte | 0x20
            let isLetter = 0x61...0x7A ~= lower
            if !isLetter {
                end()
                if byte <= 0x20 { lastWord = empty }
            } else {
                if byte < 0x61, before >= 0x61, 0x61...0x7A ~= before { end() }
                word.append(lower)
            }
            before = byte
        }
        end()
        return names
    }

    private struct Pair: Hashable {
        var first: MarkupTag
        var second: MarkupTag
    }

    private static let words: [MarkupTag: PageNames] = {
        var table: [MarkupTag: PageNames] = [:]
        let lists: [(PageNames, String)] = [
            (.comments, "comment comments disqus replies respond commentlist fyre livefyre kommentar kommentare commentaire commentaires comentarios forum"),
            (
                .frame,
                """
                sidebar share shares sharing sharebar sharethis addthis social socials related relateds recommended recommendation
                recommendations recirc recirculation newsletter newsletters subscribe subscription signup promo promos promotion
                promoted advert adverts advertisement advertising ad ads adslot adunit sponsor sponsored sponsors cookie cookies
                consent gdpr popup modal overlay breadcrumb breadcrumbs footer masthead nav navbar navigation menu menus toolbar
                taglist tagcloud trending outbrain taboola widget widgets textwidget sharedaddy jetpack teaser teasers pagination pager
                copyright readmore login paywall rating ratings reactions follow banner skip toc noprint
                bio authorbio aboutauthor mostread mostpopular popular morestories jp donate donation furtherreading crosshead
                playlist slideshow quiz poll tooltip dropdown offscreen srt onward disclaimer syndication
                """
            ),
            (.caption, "caption captions figcaption credit credits photocredit imagecaption"),
            (.byline, "byline bylines author authors dateline timestamp pubdate publishdate postmeta dateblock"),
            (.hidden, "hidden invisible visuallyhidden sr"),
            (.story, "articlebody storybody articletext storytext storycontent articlecontent postcontent bodycontent maincontent bodycopy bodytext hentry"),
        ]
        for (names, list) in lists {
            for word in list.split(whereSeparator: \.isWhitespace) {
                table[MarkupTag(String(word)), default: []].formUnion(names)
            }
        }
        return table
    }()

    private static let pairs: Set<Pair> = {
        var pairs = Set<Pair>()
        for first in ["article", "story", "post", "entry", "news", "content", "main", "body", "single", "page", "blog"] {
            for second in ["body", "content", "text", "copy", "main", "article", "story"] where first != second {
                pairs.insert(Pair(first: MarkupTag(first), second: MarkupTag(second)))
            }
        }
        return pairs
    }()
}
