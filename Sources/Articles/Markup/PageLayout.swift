// SPDX-License-Identifier: Apache-2.0

/// How text is spread over the elements of a page. All figures of an element count what is inside it; made in three
/// passes over the nodes.
struct PageLayout: ~Copyable {
    enum Role { case text, caption, byline, frame }

    private var parents: [Int32]
    private var names: [PageNames]
    /// Bytes of text, of text in links, of text in paragraphs, and of that without what stands around the story.
    private var text: [Int32]
    private var linked: [Int32]
    private var prose: [Int32]
    private var running: [Int32]
    /// The shares of all prose that elements may have at most to be a frame, or comments, by their names.
    private let frameShare: Float
    private let commentShare: Float = 0.9
    private var scores: [Float]
    /// What stands in a part of the page that is no story by its name.
    private var framed: [Bool]
    /// Bytes of text outside such parts.
    private var open: [Int32]
    private(set) var firstHeading: Int?
    private var articles: [Int] = []

    private static let paragraph: Set<MarkupTag> = ["p", "pre", "blockquote", "td", "li", "section", "div", "article"]
    private static let headings: Set<MarkupTag> = ["h1", "h2", "h3", "h4", "h5", "h6"]
    private static let frames: Set<MarkupTag> = ["nav", "footer", "aside", "form", "menu"]
    private static let lists: Set<MarkupTag> = ["ul", "ol", "dl", "table"]

    /// - Parameter trustsNames: whether class names count for much; without, only comments are left out by their name.
    init(_ markup: borrowing Markup, trustsNames: Bool) {
        frameShare = trustsNames ? 0.45 : 0
        let count = markup.count
        parents = Array(repeating: -1, count: count)
        names = Array(repeating: [], count: count)
        text = Array(repeating: 0, count: count)
        linked = text
        prose = text
        running = text
        scores = Array(repeating: 0, count: count)
        framed = Array(repeating: false, count: count)
        open = text
        spread(markup)
        sum(count)
        score(markup)
    }

    /// Parents and names, from the first node to the last; what is not shown is passed over.
    private mutating func spread(_ markup: borrowing Markup) {
        var open: [(end: Int, index: Int)] = []
        var linkEnd = 0
        var index = 0
        while index < markup.count {
            while let last = open.last, last.end <= index { open.removeLast() }
            parents[index] = Int32(open.last?.index ?? -1)
            switch markup.kind(index) {
            case .attribute: break
            case .text:
                var visible: Int32 = 0
                var before: UInt8 = 0x20
                markup.forEachByte(index) { byte in
                    if byte > 0x20 || before > 0x20 { visible += 1 }
                    before = byte
                }
                text[index] = visible
                if index < linkEnd { linked[index] = visible }
            case .element:
                let tag = markup.tag(index)
                if FlowText.hidden.contains(tag) {
                    index = markup.end(index)
                    continue
                }
                names[index] = PageNames(markup, index)
                if tag == "a" { linkEnd = max(linkEnd, markup.end(index)) }
                if tag == "h1", firstHeading == nil { firstHeading = index }
                if tag == "article" { articles.append(index) }
                open.append((markup.end(index), index))
            }
            index += 1
        }
    }

    private mutating func sum(_ count: Int) {
        for index in stride(from: count - 1, through: 0, by: -1) {
            let parent = Int(parents[index])
            guard parent >= 0 else { continue }
            text[parent] += text[index]
            linked[parent] += linked[index]
        }
    }

    private mutating func score(_ markup: borrowing Markup) {
        var leaves: [(index: Int, own: Int32, isParagraph: Bool)] = []
        for index in 0..<markup.count where markup.kind(index) == .element && text[index] >= 25 {
            guard PageLayout.paragraph.contains(markup.tag(index)) else { continue }
            let isParagraph = markup.tag(index) == "p" || markup.tag(index) == "pre"
            // Of other elements only the text that stands right in them counts.
            let own = isParagraph ? text[index] - linked[index] : ownText(index, markup)
            guard own >= 25 else { continue }
            leaves.append((index, own, isParagraph))
            PageLayout.add(own, to: &prose, from: index, parents)
        }
        frame(markup)
        for leaf in leaves where !framed[leaf.index] {
            let points = 1 + min(Float(leaf.own) / 100, 3) + min(Float(commas(leaf.index, markup)), 6)
            var at = leaf.isParagraph ? Int(parents[leaf.index]) : leaf.index
            var share: Float = 1
            for _ in 0..<5 where at >= 0 {
                scores[at] += points * share
                share = share == 1 ? 0.5 : share * 0.6
                at = Int(parents[at])
            }
            PageLayout.add(leaf.own, to: &running, from: leaf.index, parents)
        }
    }

    /// Adds to an element's figure and to those of all it stands in.
    private static func add(_ bytes: Int32, to sums: inout [Int32], from index: Int, _ parents: [Int32]) {
        var at = index
        while at >= 0 {
            sums[at] += bytes
            at = Int(parents[at])
        }
    }

    /// Bytes of all prose of the page.
    private var total: Float { Float(max(prose.first ?? 0, 1)) }

    private func ownText(_ element: Int, _ markup: borrowing Markup) -> Int32 {
        var own: Int32 = 0
        var index = element + 1
        while index < markup.end(element) {
            if markup.kind(index) == .text || !FlowText.blocks.contains(markup.tag(index)) { own += text[index] - linked[index] }
            index = markup.end(index)
        }
        return own
    }

    private func commas(_ element: Int, _ markup: borrowing Markup) -> Int {
        var count = 0
        for index in element..<markup.end(element) where markup.kind(index) == .text {
            markup.forEachByte(index) { if $0 == UInt8(ascii: ",") { count += 1 } }
        }
        return count
    }

    /// Finds the parts that are no story by their name: those with a small share of the page's prose.
    private mutating func frame(_ markup: borrowing Markup) {
        let total = total
        for index in 0..<markup.count {
            let parent = Int(parents[index])
            if parent >= 0, framed[parent] {
                framed[index] = true
                continue
            }
            if markup.kind(index) == .text {
                PageLayout.add(text[index], to: &open, from: index, parents)
                continue
            }
            guard markup.kind(index) == .element else { continue }
            let share = Float(prose[index]) / total
            let isFrame = !names[index].isDisjoint(with: [.frame, .hidden]) || PageLayout.frames.contains(markup.tag(index))
            framed[index] =
                names[index].contains(.comments) && share < commentShare || isFrame && share < frameShare
        }
    }

    /// Whether the story has so little of the page's prose that names may have misled.
    func isThin(_ root: Int?) -> Bool {
        guard let root else { return true }
        return Float(running[root]) < total * 0.2
    }

    /// The element behind the head of the page that says just `text` (give or take an end), such as a standfirst.
    func element(saying text: String, _ markup: borrowing Markup) -> Int? {
        let count = Int32(clamping: text.utf8.count)
        let start = text.prefix(60)
        guard count >= 40 else { return nil }
        for index in 0..<markup.count where self.text[index] * 10 >= count * 8 && self.text[index] * 10 <= count * 15 {
            guard markup.kind(index) == .element, linked[index] == 0, !framed[index],
                FlowText.blocks.contains(markup.tag(index)), markup.tag(index) != "figcaption"
            else { continue }
            let line = FlowText.line(markup, index)
            if line.hasPrefix(start) { return index }
        }
        return nil
    }

    // MARK: - The story

    /// The element that holds it; nil where there is no running text.
    func story(_ markup: borrowing Markup) -> Int? {
        var best: Int?
        var bestScore: Float = 0
        for index in scores.indices where scores[index] > 0 {
            let score = rating(index, markup)
            if score > bestScore {
                bestScore = score
                best = index
            }
        }
        guard var root = best else { return nil }
        // Paragraphs may be spread over neighbours: go up while that adds running text and few links.
        // Elements between that add nothing are passed over.
        while true {
            var above = Int(parents[root])
            while above >= 0, running[above] == running[root] { above = Int(parents[above]) }
            guard above >= 0, markup.tag(above) != "body", markup.tag(above) != "html",
                purity(above) >= purity(root) * 0.9
            else { break }
            root = above
        }
        return root
    }

    private func rating(_ index: Int, _ markup: borrowing Markup) -> Float {
        var score = scores[index]
        let tag = markup.tag(index)
        if tag == "article" || tag == "main" { score *= 1.25 }
        if names[index].contains(.story) { score *= 1.7 }
        if names[index].contains(.frame) || names[index].contains(.comments) { score *= 0.5 }
        return score * (1 - density(index))
    }

    /// How much of the text of an element, frames aside, is prose.
    private func purity(_ index: Int) -> Float { Float(running[index]) / Float(max(open[index], 1)) }

    private func density(_ index: Int) -> Float { Float(linked[index]) / Float(max(text[index], 1)) }

    /// The story's element, with the neighbours that go on with it.
    func parts(of root: Int, _ markup: borrowing Markup) -> [Int] {
        let parent = Int(parents[root])
        guard parent >= 0 else { return [root] }
        let tag = markup.tag(root)
        var parts: [Int] = []
        var index = parent + 1
        let limit = max(10, scores[root] * 0.25)
        while index < markup.end(parent) {
            defer { index = markup.end(index) }
            if index == root {
                parts.append(root)
                continue
            }
            guard markup.kind(index) == .element, role(of: index, in: parent, markup) == .text else { continue }
            let isLike = scores[index] * (1 - density(index)) > limit && markup.tag(index) == tag
            let isParagraph = markup.tag(index) == "p" && text[index] > 80 && density(index) < 0.25
            if isLike || isParagraph { parts.append(index) }
        }
        return parts
    }

    /// What an element inside the story is.
    func role(of index: Int, in root: Int, _ markup: borrowing Markup) -> Role {
        let tag = markup.tag(index)
        let names = names[index]
        if tag == "figcaption" || tag == "caption" { return .caption }
        
        // What is most of the story is the story, whatever it is called.
        let share = Float(prose[index]) / Float(max(prose[root], 1))
        if names.contains(.caption), share < 0.3 { return .caption }
        if names.contains(.hidden), share < 0.4 { return .frame }
        if names.contains(.comments), share < 0.9 { return .frame }
        if PageLayout.frames.contains(tag), share < 0.5 { return .frame }
        if names.contains(.frame), share < 0.4 { return .frame }
        if names.contains(.byline), share < 0.2, text[index] < 300 { return .byline }
        if tag == "figure", running[index] < 200 {
            return text[index] > 0 ? .caption : .frame
        }
        let density = density(index)
        if PageLayout.lists.contains(tag), density > 0.5 { return .frame }
        if tag == "header", running[index] < 100 { return .frame }
        if tag == "h1" { return .frame }
        if PageLayout.headings.contains(tag), density > 0.6 { return .frame }
        if FlowText.blocks.contains(tag), text[index] > 0, density > 0.8, tag != "p" || text[index] < 120 { return .frame }
        return .text
    }
}
