// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedePacking
import LedeSegments

/// Tells the lines of articles that are boilerplate of their source: newsletter pitches, copyright lines, share bars.
///
/// A line of a body is boilerplate once it has stood in twenty articles with different texts of its source, and in one of
/// twenty of the last 500 to 1000 articles of it. So the first twenty of each keep it, and what becomes of an article depends
/// on those before it alone: not on threads or memory. Copies of one text, and versions of one
/// article, count once, as long as no other article has the line in between.
///
/// Memory: at most `capacity` lines of some thirty bytes, then those met once are forgotten.
struct LineCounter {
    /// Shorter lines may be anything: a name, `Year`, a subheading.
    static let minimumBytes = 20
    static let minimumArticles: UInt32 = 20
    /// One article in so many.
    static let share: UInt64 = 20
    /// When so many articles of a source have been counted, everything counted of it is halved.
    static let window: UInt32 = 1000
    static let capacity = 1 << 19

    private var tables: [UInt64: SourceLines] = [:]
    /// Lines held, of all sources.
    private(set) var heldLines = 0
    /// Sources counted since the tables were taken.
    private var touched: Set<UInt64> = []
    /// Segments that know what was counted before.
    private let known: [Segment]
    private let capacity: Int
    /// Whether what the known segments have is to be handed on whether counted or not: they will be gone.
    private var carriesAll: Bool

    /// - Parameters:
    ///   - known: segments of the archive that is extended.
    ///   - carriesAll: whether that is built anew from its own articles.
    init(known: [Segment], carriesAll: Bool = false, capacity: Int = Self.capacity) {
        self.known = known
        self.carriesAll = carriesAll
        self.capacity = capacity
    }

    /// The paragraphs of an article that are boilerplate, ascending; those of the article are counted then.
    ///
    /// - Throws: `Damage` of a segment that holds earlier counts.
    mutating func take(_ article: CountedLines) throws(Damage) -> [Int] {
        if tables[article.source] == nil {
            let found = try earlier(article.source)
            heldLines += found.lines.count
            tables[article.source] = found
        }
        touched.insert(article.source)
        let before = tables[article.source]?.lines.count ?? 0
        let omitted = Self.take(article, &tables[article.source, default: SourceLines()])
        heldLines += (tables[article.source]?.lines.count ?? 0) - before
        if heldLines > capacity { forget() }
        return omitted
    }

    private static func take(_ article: CountedLines, _ table: inout SourceLines) -> [Int] {
        var omitted: [Int] = []
        for line in article.lines {
            guard let known = table.lines[line.hash], known.count >= minimumArticles,
                UInt64(known.count) * share >= UInt64(table.articles)
            else { continue }
            omitted.append(line.paragraph)
        }
        // Where nothing else is left, it is the text.
        if omitted.count == article.paragraphs { omitted = [] }
        for line in article.lines {
            let context = article.context(of: line)
            let count = table.lines[line.hash]?.count ?? 0
            if let last = table.lines[line.hash], last.context == context || last.article == article.article { continue }
            table.lines[line.hash] = SourceLines.Line(count: count + 1, context: context, article: article.article)
        }
        table.total += 1
        table.articles += 1
        if table.articles >= window {
            table.articles /= 2
            table.lines = table.lines.compactMapValues { line in
                line.count < 2 ? nil : SourceLines.Line(count: line.count / 2, context: line.context, article: line.article)
            }
        }
        return omitted
    }

    /// The newest table of a source in the archive.
    private func earlier(_ source: UInt64) throws(Damage) -> SourceLines {
        var newest = SourceLines()
        for segment in known {
            if let table = try segment.lines(ofSource: source), table.total > newest.total { newest = table }
        }
        return newest
    }

    /// Forgets the lines met least, of all sources.
    private mutating func forget() {
        var least: UInt32 = 2
        while heldLines > capacity / 2 {
            heldLines = 0
            for source in Array(tables.keys) {
                let kept = tables[source]?.lines.filter { $0.value.count >= least } ?? [:]
                tables[source]?.lines = kept
                heldLines += kept.count
            }
            least *= 2
        }
    }

    /// What was counted of the sources met since this was called last, as a segment keeps it: of sources with a few articles
    /// everything, of others the lines met more than once.
    mutating func takeCounts() throws(Damage) -> [UInt64: SourceLines] {
        var counts: [UInt64: SourceLines] = [:]
        if carriesAll {
            for segment in known {
                for (source, _) in try segment.countedSources() where tables[source] == nil && counts[source] == nil {
                    counts[source] = try earlier(source)
                }
            }
            carriesAll = false
        }
        for source in touched {
            guard var table = tables[source] else { continue }
            if table.articles >= Self.minimumArticles { table.lines = table.lines.filter { $0.value.count > 1 } }
            counts[source] = table
        }
        touched = []
        return counts
    }
}

/// The lines of an article's body that may be boilerplate.
struct CountedLines: Sendable {
    struct Line: Sendable {
        var hash: UInt64
        /// Its number in the body.
        var paragraph: Int
    }

    let source: UInt64
    /// The lower bits of the hash of its ArticleID.
    let article: UInt32
    private(set) var lines: [Line] = []
    /// Paragraphs of the body.
    private(set) var paragraphs = 0
    /// Hashes of the longest line and of the second.
    private var longest: (first: UInt64, second: UInt64) = (0, 0)

    /// Nil for an article without a source or body, whose lines are nobody's.
    init?(_ article: Article, id: String) {
        guard let source = article.source, !source.isEmpty, !article.body.isEmpty else { return nil }
        self.source = ArticleIDHash.hash(source)
        self.article = UInt32(truncatingIfNeeded: ArticleIDHash.hash(id))
        var lengths = (first: 0, second: 0)
        let utf8 = article.body.utf8
        let bytes = unsafe utf8.span.bytes
        var start = 0
        while start <= bytes.byteCount {
            let end = bytes.firstIndex(of: 0x0A, from: start) ?? bytes.byteCount
            let length = end - start
            let hash = length >= LineCounter.minimumBytes || length > lengths.second ? LineHash.hash(bytes, start, length) : 0
            if length > lengths.first {
                (lengths.second, longest.second) = (lengths.first, longest.first)
                (lengths.first, longest.first) = (length, hash)
            } else if length > lengths.second, hash != longest.first {
                (lengths.second, longest.second) = (length, hash)
            }
            if length >= LineCounter.minimumBytes { lines.append(Line(hash: hash, paragraph: paragraphs)) }
            paragraphs += 1
            start = end + 1
        }
    }

    /// Of a line: what tells apart the articles it stands in.
    func context(of line: Line) -> UInt32 {
        UInt32(truncatingIfNeeded: line.hash == longest.first ? longest.second : longest.first)
    }
}
