// SPDX-License-Identifier: Apache-2.0

/// What a web page says about itself, from the surest place to the vaguest: JSON-LD of an article, Open Graph and other
/// `meta` elements, microdata, `<title>`.
struct PageMetadata {
    private(set) var title: String?
    private(set) var byline: String?
    private(set) var section: String?
    private(set) var source: String?
    private(set) var language: String?
    private(set) var canonicalURL: String?
    private(set) var tags: [String] = []
    private(set) var published: PublicationDate?
    private(set) var updated: PublicationDate?
    /// What it is about, in a sentence or two.
    private(set) var description: String?
    /// The whole text, where the page repeats it for machines.
    private(set) var articleBody: String?

    private var linked = LinkedArticle()
    private var meta: [String: String] = [:]
    private var tagList: [String] = []
    private var documentTitle: String?
    private var headings: [String] = []
    private var time: String?
    /// A time that is marked as the publication's: it counts before others.
    private var publicationTime: String?
    private var microdata: [String: String] = [:]

    init(_ markup: borrowing Markup, json: inout JSONRecord) {
        gather(markup, &json)
        let name = meta["og:site_name"] ?? linked.publisher ?? meta["application-name"]
        title = bestTitle(site: name)
        byline = (linked.author ?? meta["author"] ?? meta["article:author"] ?? meta["dc.creator"] ?? meta["parsely-author"]
            ?? meta["sailthru.author"] ?? microdata["author"]).flatMap { PageMetadata.person($0) }
        section = linked.section ?? meta["article:section"] ?? meta["section"] ?? meta["parsely-section"]
        source = name
        language = language ?? meta["og:locale"]?.replacing("_", with: "-")
        canonicalURL = canonicalURL ?? meta["og:url"] ?? linked.url
        tags = tagList.isEmpty ? linked.keywords : tagList
        if tags.isEmpty { tags = CSVReader.list(meta["news_keywords"] ?? meta["keywords"] ?? "") }
        tags = Array(tags.prefix(50))
        articleBody = linked.body
        description = (meta["og:description"] ?? meta["description"]).map {
            trimmingWhitespace($0).trimmingCharacters(in: "….")
        }
        published = PageMetadata.date([
            linked.published, meta["article:published_time"], meta["og:article:published_time"], meta["datepublished"],
            microdata["datepublished"], meta["article.published"], meta["parsely-pub-date"], meta["sailthru.date"], meta["pubdate"], meta["ptime"],
            meta["publishdate"], meta["publish-date"], meta["publication_date"], meta["dc.date.issued"], meta["dcterms.created"],
            meta["dc.date"], meta["dc.date.created"], meta["date"], meta["cxenseparse:recs:publishtime"], meta["shareaholic:article_published_time"], meta["displaydate"], meta["originalpublicationdate"], meta["created"],
            linked.pageDate, linked.created, microdata["datecreated"], publicationTime ?? time, meta["og:pubdate"], meta["last-modified"],
        ])
        updated = PageMetadata.date([
            linked.modified, meta["article:modified_time"], meta["og:updated_time"], microdata["datemodified"],
            meta["lastmod"],
        ])
        if published == nil { published = updated }
    }

    private static func date(_ candidates: [String?]) -> PublicationDate? {
        for candidate in candidates {
            guard let text = candidate.map({ trimmingWhitespace($0) }), !text.isEmpty else { continue }
            if let number = Int(text), text.utf8.count >= 10, let date = try? PublicationDate(number: number) { return date }
            // Second 0 is what a page writes that has no date.
            if let date = try? PublicationDate(parsing: text), date.precision != .year, date.start != 0 { return date }
        }
        return nil
    }

    /// A name and not an address or a site's account.
    private static func person(_ text: String) -> String? {
        var name = trimmingWhitespace(text)
        if name.hasPrefix("By ") || name.hasPrefix("by ") { name = String(name.dropFirst(3)) }
        if name.isEmpty || name.hasPrefix("http") || name.utf8.count > 200 || name.hasPrefix("@") { return nil }
        return name
    }

    // MARK: - Gathering

    private mutating func gather(_ markup: borrowing Markup, _ json: inout JSONRecord) {
        var index = 0
        while index < markup.count {
            defer { index += 1 }
            guard markup.kind(index) == .element else { continue }
            switch markup.tag(index) {
            case "html": language = markup.attribute(index, "lang").flatMap { $0.isEmpty ? nil : $0 }
            case "meta": readMeta(markup, index)
            case "title": if documentTitle == nil { documentTitle = FlowText.line(markup, index) }
            case "h1":
                let text = FlowText.line(markup, index)
                if !text.isEmpty, headings.count < 10 { headings.append(text) }
            case "link":
                if markup.attribute(index, "rel")?.lowercased() == "canonical", canonicalURL == nil {
                    canonicalURL = markup.attribute(index, "href").map { trimmingWhitespace($0) }
                }
            case "time":
                if let value = markup.attribute(index, "datetime") {
                    let marks = (markup.attribute(index, "itemprop") ?? "") + (markup.attribute(index, "class") ?? "")
                        + (markup.attribute(index, "pubdate") == nil ? "" : "pubdate")
                    if marks.lowercased().contains("pub") { publicationTime = value } else { time = time ?? value }
                }
            case "script":
                if markup.attribute(index, "type")?.lowercased().contains("ld+json") == true {
                    linked.read(markup.text(index), with: &json)
                }
            default: break
            }
            readMicrodata(markup, index)
        }
    }

    private mutating func readMeta(_ markup: borrowing Markup, _ element: Int) {
        guard let content = markup.attribute(element, "content").map({ trimmingWhitespace($0) }), !content.isEmpty else {
            return
        }
        for attribute in ["property", "name", "itemprop", "http-equiv"] as [MarkupTag] {
            guard let name = markup.attribute(element, attribute)?.lowercased() else { continue }
            if name == "article:tag" { tagList.append(content) }
            if meta[name] == nil { meta[name] = content }
        }
    }

    private mutating func readMicrodata(_ markup: borrowing Markup, _ element: Int) {
        guard let name = markup.attribute(element, "itemprop")?.lowercased() else { return }
        guard ["datepublished", "datemodified", "datecreated", "author", "headline"].contains(name), microdata[name] == nil else {
            return
        }
        var value = markup.attribute(element, "content") ?? markup.attribute(element, "datetime")
        if value == nil, markup.end(element) - element < 60 {
            value = markup.line("name", in: element) ?? FlowText.line(markup, element)
        }
        if let value, !value.isEmpty, value.utf8.count < 300 { microdata[name] = value }
    }

    // MARK: - The headline

    /// The headline that the page shows, where one of its headings is like what it says about itself; else what it says,
    /// without the name of the site.
    private func bestTitle(site: String?) -> String? {
        let said = [linked.headline, meta["og:title"], meta["twitter:title"], microdata["headline"], documentTitle]
            .compactMap { $0 }.filter { !$0.isEmpty }
        // The name of the site may be a heading, too.
        let headings = headings.filter { heading in
            let words = PageMetadata.words(heading)
            if let site, words == PageMetadata.words(site) { return false }
            return !said.contains { $0.hasSuffix(heading) && $0.utf8.count > 2 * heading.utf8.count }
        }
        for heading in headings where said.contains(where: { PageMetadata.isSame(heading, $0) }) { return heading }
        if headings.count == 1, let heading = headings.first, let documentTitle,
            heading.utf8.count >= 20, PageMetadata.overlap(heading, documentTitle) >= 0.5
        {
            return heading
        }
        guard let first = said.first else { return headings.first }
        return PageMetadata.withoutSite(first, site: site)
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Whether one is the other, or its beginning before the name of the site.
    private static func isSame(_ heading: String, _ said: String) -> Bool {
        let (a, b) = (words(heading), words(said))
        guard a.count >= 2 || a == b, !a.isEmpty else { return false }
        if a == b { return true }
        guard b.count > a.count else { return false }
        return a.count >= 3 && (b.starts(with: a) || b.suffix(a.count).elementsEqual(a))
    }

    private static func overlap(_ a: String, _ b: String) -> Double {
        let (a, b) = (Set(words(a)), Set(words(b)))
        return Double(a.intersection(b).count) / Double(max(a.count, 1))
    }

    /// `Headline | The Paper`, `Headline - The Paper`: the part that is not the site's name.
    static func withoutSite(_ title: String, site: String?) -> String {
        for separator in [" | ", " – ", " — ", " - ", " :: ", " · ", " » ", " • "] {
            let parts = title.split(separator: separator, omittingEmptySubsequences: true).map { trimmingWhitespace($0) }
            guard parts.count > 1, let last = parts.last, let first = parts.first else { continue }
            if let site, words(site) == words(last) || words(last).starts(with: words(site)) {
                return parts.dropLast().joined(separator: separator)
            }
            if let site, words(site) == words(first) { return parts.dropFirst().joined(separator: separator) }
            // A short end behind a long beginning is a site, too.
            if words(last).count <= 4, words(first).count >= 4 { return parts.dropLast().joined(separator: separator) }
        }
        return title
    }
}

extension FlowText {
    /// The text inside a node on one line.
    static func line(_ markup: borrowing Markup, _ node: Int) -> String {
        FlowText.paragraphs(markup, node).joined(separator: " ")
    }
}
