// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
import LedeArticles
import LedeQueries
import LedeTestSupport
import Testing

/// The oracle itself, against answers worked out by hand.
@Suite struct NaiveEngineTests {
    // MARK: What matches

    @Test func wordsMatchTheirStemFamilyAndFormsTheirSpelling() {
        let engine = NaiveEngine([
            article("a", "The gates opened."), article("b", "One gate."), article("c", "A gated lawn."),
        ])
        #expect(engine.ids(.word("gates")) == ["a", "b", "c"])
        #expect(engine.ids(.form("gates")) == ["a"])
        #expect(engine.ids(.form("gates", .capitalised)) == [])
    }

    @Test func capitalsAreToldApartOnlyWhenAskedFor() {
        let engine = NaiveEngine([article("a", "It told us so."), article("b", "The US and the U.S. said so.")])
        #expect(engine.ids(.form("us")) == ["a", "b"])
        #expect(engine.ids(.form("us", .upper)) == ["b"])
    }

    @Test func phrasesNeedTheirWordsSideBySideInOneArea() {
        let engine = NaiveEngine([
            article("a", "The United Nations met."), article("b", "United, the nations met."),
            article("c", "Nation", title: "United"), article("d", "A united nation."),
        ])
        #expect(engine.ids(.phrase("united", "nations")) == ["a"])
        #expect(engine.ids(.phrase("united", "nations", exact: false)) == ["a", "d"])
    }

    @Test func aFreeWordOfAPhraseDoesNotBridgeTheGapBehindATitle() {
        let engine = NaiveEngine([
            article("a", "in spring", title: "Prices rise"), article("b", "Prices rise in spring"),
        ])
        let query = PhraseQuery(
            words: [phraseWord("rise", at: 0), phraseWord("spring", at: 2)], exact: true, text: "rise * spring")
        #expect(engine.ids(.phrase(query)) == ["b"])
        let gap = PhraseQuery(
            words: [phraseWord("rise", at: 0), phraseWord("in", at: 2)], exact: true, text: "rise * in")
        #expect(engine.ids(.phrase(gap)) == [])
    }

    @Test func hyphenatedWordsAreFoundInEverySpelling() {
        let engine = NaiveEngine([
            article("a", "A state-owned mine."), article("b", "The state owned it."), article("c", "Stateowned."),
            article("d", "Owned by the state."),
        ])
        let compound = CompoundQuery(
            parts: [phraseWord("state", at: 0), phraseWord("owned", at: 1)], joined: phraseWord("stateowned", at: 0),
            exact: false,
            text: "state-owned")
        #expect(engine.ids(.compound(compound)) == ["a", "b", "c"])
        #expect(engine.ids(.phrase("state", "owned")) == ["a", "b"])
        #expect(engine.ids(.word("stateowned")) == ["a", "c"])
        #expect(engine.ids(.prefix("stateo")) == ["a", "c"])
    }

    @Test func fieldsRestrictWhereAWordIsLookedFor() {
        let first = article("a", "Rain.", title: "Storm", source: "Lede Times")
        let engine = NaiveEngine([first, article("b", "Storm.", title: "Rain", source: "The Gazette")])
        #expect(engine.ids(.word("storm", in: .title)) == ["a"])
        #expect(engine.ids(.word("times", in: .source)) == ["a"])
        #expect(engine.ids(.word("times")) == [])
        #expect(engine.ids(.word("time", in: .source)) == [])
    }

    @Test func aDateMatchesEveryRangeItTouches() {
        let march = PublicationDate(
            start: CivilTime.seconds(year: 2019, month: 3), precision: .month, provenance: .given)
        let engine = NaiveEngine([article("a", "x", date: march), article("undated", "x")])
        let lastDay = CivilTime.seconds(year: 2019, month: 3, day: 31)
        let query = { (range: Range<Int64>) in QueryNode.dates(DateQuery(interval: range, text: "")) }
        #expect(engine.ids(query(lastDay..<lastDay + 86_400)) == ["a"])
        #expect(engine.ids(query(lastDay + 86_400..<lastDay + 90_000)) == [])
        #expect(engine.ids(query(DateQuery.earliest..<DateQuery.latest)) == ["a"])
    }

    @Test func groupsCombineTheirChildren() {
        let engine = NaiveEngine([
            article("a", "rain"), article("b", "wind"), article("ab", "rain wind"), article("c", "snow"),
        ])
        let rain = QueryNode.word("rain")
        let wind = QueryNode.word("wind")
        #expect(engine.ids(rain, wind, .and([0, 1])) == ["ab"])
        #expect(engine.ids(rain, wind, .or([0, 1])) == ["a", "ab", "b"])
        #expect(engine.ids(rain, .not(0)) == ["b", "c"])
        #expect(engine.ids(rain, wind, .not(1), .and([0, 2])) == ["a"])
        #expect(engine.ids(rain, wind, .any(required: [0], optional: [1], excluded: [])) == ["a", "ab"])
        #expect(engine.ids(rain, wind, .any(required: [], optional: [1], excluded: [0])) == ["b"])
    }

    // MARK: Scores

    @Test func aScoreIsBM25() {
        // N = 3, average length 2; "rain" is in two documents.
        let engine = NaiveEngine([article("a", "rain rain wind"), article("b", "rain"), article("c", "wind snow")])
        let hits = engine.search(Query(nodes: [.word("rain")], root: 0), limit: 10).hits
        // idf = ln(1 + 1.5 / 2.5) = 0.4700036; a: tf 2 in 3 words, b: tf 1 in 1.
        let expected = [
            "a": 0.470_003_6 * 2 / (2 + 1.2 * (0.25 + 0.75 * 1.5)), "b": 0.470_003_6 / (1 + 1.2 * (0.25 + 0.375)),
        ]
        #expect(hits.map(\.articleID) == ["b", "a"])
        for hit in hits {
            #expect(abs(Double(hit.score) - (expected[hit.articleID] ?? 0)) < 1e-6)
        }
    }

    @Test func negatedAndExcludedAndFilteringLeavesAddNothing() {
        let engine = NaiveEngine([
            article("a", "rain wind", source: "Times"), article("b", "rain snow", source: "Times"),
        ])
        let alone = engine.search(Query(nodes: [.word("rain")], root: 0), limit: 1).hits.map(\.score)
        let nodes: [QueryNode] = [
            .word("rain"), .word("hail"), .not(1), .word("times", in: .source), .and([0, 2, 3]),
        ]
        #expect(engine.search(Query(nodes: nodes, root: 4), limit: 1).hits.map(\.score) == alone)
    }

    @Test func thePhraseOfTwoWordsScoresWithTheSumOfTheirIDFs() {
        let scoring = NaiveScoring(documentCount: 4, totalLength: 10)
        let engine = NaiveEngine([
            article("a", "united nations"), article("b", "united front"), article("c", "nations nations nations"),
            article("d", "snow rain sun"),
        ])
        let hits = engine.search(Query(nodes: [.phrase("united", "nations")], root: 0), limit: 10).hits
        let weight = scoring.weight(boost: 1, idf: scoring.idf(2) + scoring.idf(2))
        let scale = scoring.scale(weights: [weight])
        let sum = scoring.contribution(weight: weight, scale: scale, tf: 1, length: 2)
        #expect(hits == [NaiveHit(articleID: "a", sum: sum, score: Float(sum) / scale, date: Int64.min)])
    }

    @Test func theScaleIsTheLargestThatCannotOverflow() {
        let scoring = NaiveScoring(documentCount: 1, totalLength: 1)
        #expect(scoring.scale(weights: [1]) == 0x1p29)
        #expect(scoring.scale(weights: [1, 0.5]) == 0x1p28)
        #expect(scoring.scale(weights: [0x1p29]) == 1)
        #expect(scoring.scale(weights: [0x1p40]) == 0x1p-11)
        #expect(scoring.scale(weights: []) == 1)
    }

    // MARK: Order and identity

    @Test func tiesGoToTheNewerAndThenToTheSmallerID() {
        let day = { PublicationDate(start: CivilTime.seconds(year: $0), precision: .day, provenance: .given) }
        let engine = NaiveEngine([
            article("z", "rain", date: day(2019)), article("Z", "rain", date: day(2019)), article("u", "rain"),
            article("n", "rain", date: day(2021)),
        ])
        let query = Query(nodes: [.word("rain")], root: 0)
        let ids = { engine.search(query, limit: 10, sort: $0).hits.map(\.articleID) }
        #expect(ids(.relevance) == ["n", "Z", "z", "u"])
        #expect(ids(.newest) == ["n", "Z", "z", "u"])
        #expect(ids(.oldest) == ["Z", "z", "n", "u"])
        #expect(engine.search(query, limit: 2).total == 4)
        #expect(engine.search(query, limit: 2).hits.count == 2)
    }

    @Test func theLastVersionCountsAndDeletedArticlesAreInNoStatistic() {
        let engine = NaiveEngine(
            [article("a", "rain"), article("b", "rain"), article("a", "snow"), article("c", "wind")], deleted: ["b"])
        let fresh = NaiveEngine([article("a", "snow"), article("c", "wind")])
        #expect(engine.ids(.word("rain")) == [])
        let query = Query(nodes: [.word("snow")], root: 0)
        #expect(engine.search(query, limit: 10).hits == fresh.search(query, limit: 10).hits)
    }
}

// MARK: Short ways to write articles and queries

private func article(
    _ id: String, _ body: String, title: String = "", source: String? = nil, date: PublicationDate? = nil
) -> Article {
    Article(
        id: id, title: title, body: body, captions: [], byline: nil, source: source, section: nil, place: nil,
        language: nil, url: nil, tags: [], published: date, updated: nil, correction: nil,
        origin: RecordOrigin(path: "test", recordNumber: 1, byteOffset: 0))
}

private func stem(_ form: String) -> [UInt8] {
    var word = Array(form.utf8)
    EnglishStemmer.stem(&word)
    return word
}

private func phraseWord(_ form: String, at offset: UInt32) -> PhraseWord {
    PhraseWord(stem: stem(form), form: Array(form.utf8), offset: offset)
}

extension QueryNode {
    fileprivate static func word(_ form: String, in field: QueryField = .text) -> QueryNode {
        let bytes = Array(form.utf8)
        return .word(WordQuery(stem: field.isMetadata ? bytes : stem(form), form: bytes, text: form, field: field))
    }

    fileprivate static func form(_ form: String, _ letterCase: LetterCase? = nil) -> QueryNode {
        .form(FormQuery(form: Array(form.utf8), stem: stem(form), letterCase: letterCase, text: form))
    }

    fileprivate static func phrase(_ forms: String..., exact: Bool = true) -> QueryNode {
        let words = forms.enumerated().map { phraseWord($0.element, at: UInt32($0.offset)) }
        return .phrase(PhraseQuery(words: words, exact: exact, text: forms.joined(separator: " ")))
    }

    fileprivate static func prefix(_ prefix: String) -> QueryNode {
        .prefix(PrefixQuery(prefix: Array(prefix.utf8), text: prefix))
    }
}

extension NaiveEngine {
    /// The ids of all hits, sorted; the last node is the root.
    fileprivate func ids(_ nodes: QueryNode...) -> [String] {
        search(Query(nodes: nodes, root: nodes.count - 1), limit: .max).hits.map(\.articleID).sorted()
    }
}
