// SPDX-License-Identifier: Apache-2.0
package import LedeArticles

/// A small archive's life: batches of articles that arrive, change and go, drawn from a seed.
///
/// Texts are made of few words, many of which share a stem, so that everything that can collide does.
package struct RandomCollection: Sendable {
    /// What happens in one run of the indexer: articles arrive in this order, then some are deleted.
    package struct Batch: Sendable {
        package var articles: [Article] = []
        package var deletions: [String] = []
    }

    /// How much of it there is.
    package struct Size: Sendable {
        package var articles: ClosedRange<Int>
        package var batches: ClosedRange<Int>
        package var sentencesPerParagraph: ClosedRange<Int>
        package var vocabulary: ClosedRange<Int>
        /// Of the articles, the likeliest first.
        package var languages: [String]

        package init(
            articles: ClosedRange<Int>, batches: ClosedRange<Int>, sentencesPerParagraph: ClosedRange<Int>,
            vocabulary: ClosedRange<Int>, languages: [String] = RandomVocabulary.languages
        ) {
            self.languages = languages
            self.articles = articles
            self.batches = batches
            self.sentencesPerParagraph = sentencesPerParagraph
            self.vocabulary = vocabulary
        }

        /// A few articles, quick to index: for thousands of collections.
        package static let small = Size(
            articles: 1...60, batches: 1...5, sentencesPerParagraph: 1...3, vocabulary: 6...40)
        /// Lists of more than 20,000 postings, over more than five windows of 4,096 documents.
        package static let large = Size(
            articles: 34_000...36_000, batches: 1...3, sentencesPerParagraph: 1...1, vocabulary: 10...20,
            languages: ["en", "EN", "und", "de"])
    }

    package let seed: UInt64
    package let batches: [Batch]
    /// The words that texts are made of, as they are written.
    package let words: [String]
    /// Years the dates fall into.
    package let years: ClosedRange<Int>

    /// The articles that are left at the end, each in its last version, in no particular order.
    package var live: [Article] { Self.live(after: batches) }

    /// The articles that these batches leave behind.
    package static func live(after batches: [Batch]) -> [Article] {
        var left: [String: Article] = [:]
        for batch in batches {
            for article in batch.articles { left[article.naiveID] = article }
            for id in batch.deletions { left[id] = nil }
        }
        return left.keys.sorted().compactMap { left[$0] }
    }

    package init(seed: UInt64, size: Size = .small) {
        var writer = RandomWriter(seed: seed, size: size)
        self.seed = seed
        batches = writer.batches(size: size)
        words = writer.words
        years = writer.years
    }
}

/// Draws the articles of a ``RandomCollection``.
private struct RandomWriter {
    var random: SeededGenerator
    let words: [String]
    let years: ClosedRange<Int>
    let sentences: ClosedRange<Int>
    let languages: [String]
    /// Whether most articles share a few days, so that ties are decided by ArticleID.
    let isCrowded: Bool
    private var recordNumber = 0

    init(seed: UInt64, size: RandomCollection.Size) {
        var random = SeededGenerator(seed: seed)
        words = random.sample(random.pick(size.vocabulary), of: RandomVocabulary.words)
        let first = random.pick([1915, 1969, 1999, 2019])
        years = first...first + random.pick(0...3)
        sentences = size.sentencesPerParagraph
        languages = size.languages
        isCrowded = random.oneIn(3)
        self.random = random
    }

    mutating func batches(size: RandomCollection.Size) -> [RandomCollection.Batch] {
        let count = random.pick(size.articles)
        let batchCount = random.pick(size.batches)
        var batches: [RandomCollection.Batch] = []
        var known: [Article] = []
        for number in 0..<batchCount {
            var batch = RandomCollection.Batch()
            let arriving = count / batchCount + (number == 0 ? count % batchCount : 0)
            for _ in 0..<arriving {
                let isUpdate = !known.isEmpty && random.oneIn(8)
                var article = self.article()
                if isUpdate {
                    let old = random.pick(known)
                    article.id = old.id
                    article.url = old.url
                    article.origin = old.origin
                    // Now and then nothing but the date has changed, or nothing at all.
                    if random.oneIn(4) {
                        article.title = old.title
                        article.body = old.body
                        article.captions = old.captions
                        if random.oneIn(2) { article = old }
                    }
                }
                batch.articles.append(article)
                known.append(article)
            }
            if !known.isEmpty, !random.oneIn(3) {
                for _ in 0..<random.pick(0...max(1, count / 10)) { batch.deletions.append(random.pick(known).naiveID) }
            }
            if random.oneIn(10) { batch.deletions.append("no-such-article") }
            batches.append(batch)
        }
        return batches
    }

    mutating func article() -> Article {
        recordNumber += 1
        var id: String?
        var url: String?
        switch random.pick(1...10) {
        case 1: break
        case 2...3: url = "https://news.example/\(recordNumber)"
        case 4: id = "é\(recordNumber)"
        case 5: id = "Z\(recordNumber)"
        default: id = "a\(recordNumber)"
        }
        var paragraphs: [String] = []
        for _ in 0..<random.pick(random.oneIn(12) ? 0...0 : 1...3) { paragraphs.append(paragraph()) }
        var captions: [String] = []
        if random.oneIn(4) {
            for _ in 0..<random.pick(1...2) { captions.append(sentence(random.pick(1...5))) }
        }
        let title = paragraphs.isEmpty || !random.oneIn(8) ? sentence(random.pick(1...6)) : ""
        return Article(
            id: id, title: title, body: paragraphs.joined(separator: "\n"), captions: captions,
            byline: maybe(RandomVocabulary.bylines), source: maybe(RandomVocabulary.sources),
            section: maybe(RandomVocabulary.sections), place: maybe(RandomVocabulary.places),
            credit: random.oneIn(3) ? random.pick(["Reuters", "AFP", "Lede Wire"]) : nil,
            language: maybe(languages), url: url, tags: random.oneIn(3) ? random.sample(random.pick(1...3), of: RandomVocabulary.tags) : [],
            published: random.oneIn(8) ? nil : date(), updated: nil,
            correction: random.oneIn(10) ? sentence(random.pick(1...6)) : nil,
            origin: RecordOrigin(path: "news.jsonl", recordNumber: recordNumber, byteOffset: recordNumber * 1_000))
    }

    private mutating func maybe(_ choices: [String]) -> String? { random.oneIn(4) ? nil : random.pickSkewed(choices) }

    private mutating func paragraph() -> String {
        var text: [String] = []
        for _ in 0..<random.pick(sentences) {
            // A long sentence now and then, so that lengths differ much.
            text.append(sentence(random.oneIn(15) ? random.pick(20...60) : random.pick(2...9)))
        }
        return text.joined(separator: " ")
    }

    private mutating func sentence(_ count: Int) -> String {
        var text = ""
        for number in 0..<count {
            if number > 0 { text += random.oneIn(12) ? ", " : " " }
            text += written(random.pickSkewed(words), first: number == 0)
        }
        return text + random.pick([".", ".", ".", "?", "!", ""])
    }

    /// A word in one of the letter cases it may stand in.
    private mutating func written(_ word: String, first: Bool) -> String {
        switch random.pick(1...16) {
        case 1: word.uppercased()
        case 2: word.prefix(1).uppercased() + word.dropFirst()
        case 3: word + "’s"
        case 4: "“" + word + "”"
        default: first ? word.prefix(1).uppercased() + word.dropFirst() : word
        }
    }

    private mutating func date() -> PublicationDate {
        let year = random.pick(years)
        let month = isCrowded ? 3 : random.pick(1...12)
        let day = isCrowded ? random.pick(1...3) : random.pick(1...CivilTime.length(of: month, in: year))
        let start = CivilTime.seconds(year: year, month: month, day: day)
        let precision = random.pick(
            [.day, .day, .day, .second, .minute, .hour, .month, .year] as [PublicationDate.Precision])
        let first: Int64 =
            switch precision {
            case .second: start + Int64(random.pick(0...86_399))
            case .minute: start + 60 * Int64(random.pick(0...1_439))
            case .hour: start + 3_600 * Int64(random.pick(0...23))
            case .day: start
            case .month: CivilTime.seconds(year: year, month: month)
            case .year: CivilTime.seconds(year: year)
            }
        return PublicationDate(start: first, precision: precision, provenance: .given)
    }
}
