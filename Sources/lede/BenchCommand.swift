// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit
import LedeRanking

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Time a file of queries in process, warm, on one thread.",
        discussion: """
            Each line of FILE is QID<TAB>QUERY. Prints QID<TAB>HITS<TAB>BEST_US<TAB>MEDIAN_US: HITS is the exact count in the
            count modes, the hits returned in mode top. Timed from the query string to the sorted hits, or with --parsed
            from the query as it was read; nothing is cached between repeats.
            """)

    enum Mode: String, ExpressibleByArgument, CaseIterable {
        case top, count, topCount = "top-count"
    }

    @Argument(help: "The file of queries, or - for standard input.")
    var file: String
    @OptionGroup var archive: ArchiveOption
    @Option(help: "What is asked for: the best hits, their exact number, or both.")
    var mode = Mode.top
    @Option(name: .customShort("n"), help: "Hits to return.")
    var limit = 10
    @Option(help: "As in search, where it is 0.01; 0 is pure BM25, as other engines rank.")
    var exactBonus = 0.0
    @Option(help: "Timed rounds over the whole file, after one that is not timed.")
    var `repeat` = 7

    @Flag(help: "Leave reading the queries out of the times: other engines are often handed finished ones.")
    var parsed = false

    mutating func run() throws {
        guard self.repeat > 0, limit >= 0 else {
            throw LedeError(code: .usage, message: "--repeat must be at least 1 and -n not negative.")
        }
        let queries = try QueryFile(file).queries
        var session = SearchSession(try archive.open())
        var options = SearchOptions()
        options.exactBonus = exactBonus
        options.limit = mode == .count ? 0 : limit
        options.countsTotal = mode != .top
        options.listsTerms = mode != .count
        let request = try session.request(options)
        let clock = ContinuousClock()
        var times = [[Double]](repeating: [], count: queries.count)
        var hits = [Int](repeating: 0, count: queries.count)
        for round in 0...self.repeat {
            for (index, query) in queries.enumerated() {
                do throws(LedeError) {
                    let ready = parsed ? try session.parse(query.text, options) : nil
                    let started = clock.now
                    let read = if let ready { ready } else { try session.parse(query.text, options) }
                    let result = try session.rank(read, request)
                    let time = (clock.now - started).milliseconds * 1000
                    if round > 0 { times[index].append(time) }
                    hits[index] = result.total ?? result.hits.count
                } catch {
                    throw LedeError(code: error.code, message: "\(query.id): \(error.message)")
                }
            }
        }
        var out = ""
        for (index, query) in queries.enumerated() {
            let sorted = times[index].sorted()
            out += "\(query.id)\t\(hits[index])\t\(tenths(sorted[0]))\t\(tenths(sorted[sorted.count / 2]))\n"
        }
        Output.write(out)
    }

    private func tenths(_ microseconds: Double) -> String {
        let tenths = Int((microseconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
