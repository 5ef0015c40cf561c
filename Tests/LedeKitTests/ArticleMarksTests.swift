// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeKit
import LedeQueries
import LedeRanking
import Testing

/// Marks of a whole article, paragraph by paragraph, in scalars.
@Suite struct ArticleMarksTests {
    private func marks(
        _ query: String, _ body: String, captions: [String] = [], _ interruption: Interruption? = nil
    ) throws -> ArticleMarks {
        var parser = QueryParser(now: 0)
        let article = Article(
            id: "a", title: "A title", body: body, captions: captions,
            origin: RecordOrigin(path: "a", recordNumber: 1, byteOffset: 0))
        return try ArticleMarks(StoredArticle(article, article.stemming), parser.parse(query), interruption)
    }

    @Test func theLeadIsTheFirstParagraphOnly() throws {
        #expect(try marks("lead:oil", "Café oil.\nMore oil.").paragraphs == [[5..<8], []])
        #expect(try marks("FIRST/3(oil)", "The oil.\nAn oil.").paragraphs == [[4..<7], []])
    }

    @Test func proximityReachesFromOneParagraphIntoTheNext() throws {
        #expect(try marks("oil W/2 price", "The oil.\n\nA price.").paragraphs == [[4..<7], [2..<7]])
        #expect(try marks("oil W/P price", "The oil.\nA price.").paragraphs == [[], []])
    }

    @Test func aPhraseAcrossParagraphsIsMarkedInBoth() throws {
        #expect(try marks("\"oil a price\"", "The oil.\nA price é.").paragraphs == [[4..<8], [0..<7]])
    }

    @Test func captionsAreMarkedApart() throws {
        let found = try marks("oil W/3 price", "Nothing.", captions: ["Oil price", "Oil", "Price"])
        #expect(found.captions == [[0..<3, 4..<9], [], []] && found.paragraphs == [[]])
    }

    /// What was marked until then was once answered as if it were all.
    @Test func marksThatAreNotDoneAreNoMarks() throws {
        let interruption = Interruption()
        _ = try marks("oil", "The oil.", interruption)
        interruption.raise()
        let error = #expect(throws: LedeError.self) { try marks("oil", "The oil.", interruption) }
        #expect(error?.code == .interrupted)
    }
}
