// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

/// `SearchOptions.Sort` as an argument.
enum SortArgument: String, ExpressibleByArgument, CaseIterable {
    case relevance, newest, oldest
}

enum MatchArgument: String, ExpressibleByArgument, CaseIterable {
    case all, any
}

enum TotalArgument: String, ExpressibleByArgument, CaseIterable {
    case exact, none
}

enum CollapseArgument: String, ExpressibleByArgument, CaseIterable {
    case none, story
}

/// The options of all commands with a query: which articles.
struct FilterArguments: ParsableArguments {
    @Option(help: "Only articles dated from this day, month or year on.")
    var since: String?
    @Option(help: "Only articles dated up to and including this day, month or year.")
    var until: String?
    @Option(help: "Only this source, named in full; may be repeated.")
    var source: [String] = []
    @Option(help: "Whether all words are required, or any will do.")
    var match = MatchArgument.all
    @Flag(help: "Treat every notice about the query as an error.")
    var strict = false

    var options: SearchOptions {
        var options = SearchOptions()
        options.since = since
        options.until = until
        options.sources = source
        options.matchesAny = match == .any
        options.isStrict = strict
        return options
    }
}

/// Those of `search` and `batch`: which hits of them, too, and in which order.
struct SearchArguments: ParsableArguments {
    @Option(name: .customShort("n"), help: "Hits to return.")
    var limit = 10
    @Option(help: "Hits to pass over first.")
    var offset = 0
    @Option(help: "Go on after an earlier answer: its next_cursor.")
    var cursor: String?
    @Option(help: "Order of the hits.")
    var sort = SortArgument.relevance
    @OptionGroup var filter: FilterArguments
    @OptionGroup var stories: StoryArguments
    @Option(help: "Whether the exact number of matches is counted.")
    var total = TotalArgument.exact
    @Option(help: "BM25: how soon further occurrences stop mattering.")
    var k1 = 1.2
    @Option(help: "BM25: how much the length of an article matters, 0 to 1.")
    var b = 0.75
    @Option(help: "How much a word counts for more where it stands just as you typed it, 0 to 1; 0 is pure BM25.")
    var exactBonus = 0.01

    func options(withSnippets: Bool) -> SearchOptions {
        var options = filter.options
        options.limit = limit
        options.offset = offset
        options.cursor = cursor
        options.sort = SearchOptions.Sort(rawValue: sort.rawValue) ?? .relevance
        options.collapsesStories = stories.collapses
        options.countsTotal = total == .exact
        options.k1 = k1
        options.b = b
        options.exactBonus = exactBonus
        options.withSnippets = withSnippets
        return options
    }
}

/// Whether copies count as one: of commands that list or count articles.
struct StoryArguments: ParsableArguments {
    @Option(help: "Whether articles of near-identical text, such as wire copy, are shown and counted as one story.")
    var collapse = CollapseArgument.none

    var collapses: Bool { collapse == .story }
}

/// For answers that are tables.
enum TableFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, csv
}
