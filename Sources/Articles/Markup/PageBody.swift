// SPDX-License-Identifier: Apache-2.0

/// The story in a web page: the part with the densest running text, without what stands around it.
///
/// Every paragraph gives points to the elements it stands in: the nearer, the more; names and elements that say "story"
/// add some, links take them away. The best element is the story, with those of its neighbours that are like it. Inside
/// it, parts that are mostly links, or whose names say that they belong to the page, are left out.
struct PageBody {
    private(set) var paragraphs: [String] = []
    private(set) var captions: [String] = []
    /// The first heading, for pages that say nothing about themselves.
    private(set) var heading: String?
    private(set) var byline: String?
    private(set) var published: PublicationDate?

    /// - Parameter description: what the page says about the story in a sentence; often that is its standfirst.
    init(_ markup: borrowing Markup, title: String, description: String?) {
        let layout = PageLayout(markup, trustsNames: true)
        if layout.isThin(layout.story(markup)) {
            read(markup, PageLayout(markup, trustsNames: false), title, description)
        } else {
            read(markup, layout, title, description)
        }
    }

    private mutating func read(_ markup: borrowing Markup, _ layout: borrowing PageLayout, _ title: String, _ description: String?) {
        heading = layout.firstHeading.map { FlowText.line(markup, $0) }
        guard let root = layout.story(markup) else { return }
        var lines: [String] = []
        for part in layout.parts(of: root, markup) {
            lines += read(part, markup, layout)
        }
        finish(lines, title: title)
        // A standfirst stands above the story, in an element of its own.
        if let description, let standfirst = layout.element(saying: description, markup) {
            let line = FlowText.line(markup, standfirst)
            if !paragraphs.contains(where: { $0.hasPrefix(line.prefix(60)) }), line != title { paragraphs.insert(line, at: 0) }
        }
    }

    /// The paragraphs of one element; captions are put apart.
    private mutating func read(_ root: Int, _ markup: borrowing Markup, _ layout: borrowing PageLayout) -> [String] {
        var flow = FlowText()
        var captions: [String] = []
        var byline: String?
        flow.add(markup, root..<markup.end(root)) { index in
            if index == root { return false }
            switch layout.role(of: index, in: root, markup) {
            case .text: return false
            case .caption:
                let text = FlowText.line(markup, index)
                if !text.isEmpty { captions.append(text) }
                return true
            case .byline:
                if byline == nil { byline = FlowText.line(markup, index) }
                return true
            case .frame: return true
            }
        }
        flow.breakParagraph()
        self.captions += captions
        self.byline = self.byline ?? byline.flatMap { bylineName($0) }
        return flow.paragraphs
    }

    /// Takes out what only its words tell to be no part of the story.
    private mutating func finish(_ lines: [String], title: String) {
        var kept: [String] = []
        for (number, line) in lines.enumerated() {
            let isEarly = kept.count < 3 && number < 8
            if isEarly, line == title { continue }
            if isEarly, let date = dateLine(line) {
                if !date.isUpdate { published = published ?? date.date }
                continue
            }
            if isEarly, line.utf8.count < 100, let name = bylineName(line) {
                byline = byline ?? name
                continue
            }
            if isFurniture(LoweredLine(line)) { continue }
            kept.append(line)
        }
        paragraphs = kept
    }
}
