// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

struct TimelineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline", abstract: "Count the articles that match a query by day, week, month or year.",
        discussion: """
            Every count is exact. Days are UTC, weeks begin on Monday. Articles that are dated less exactly than the interval,
            and undated ones, are counted apart. Without a query all articles are counted.
            """)

    enum Interval: String, ExpressibleByArgument, CaseIterable {
        case auto, day, week, month, year
    }

    @Argument var query: [String] = []
    @OptionGroup var archive: ArchiveOption
    @OptionGroup var filter: FilterArguments
    @Option(help: "What to count by; auto fits the dates of the matches.")
    var interval = Interval.auto
    @Flag(help: "Show intervals without matches, too.")
    var zeros = false
    @Flag(help: "Show how many articles each interval has, matching or not.")
    var share = false
    @Option(help: "How to print the answer.")
    var format = TableFormat.text

    mutating func run() throws {
        let opened = try archive.open()
        var wanted = TimelineOptions()
        wanted.interval = TimelineReply.Interval(rawValue: interval.rawValue)
        wanted.withZeros = zeros
        wanted.withShares = share
        let reply = try opened.timeline(query.joined(separator: " "), filter.options, wanted)
        if format != .json { Output.remark(on: reply.query) }
        switch format {
        case .text: Output.write(Self.text(of: reply))
        case .csv: Output.write(Self.csv(of: reply))
        case .json: Output.write(reply.json + "\n")
        }
        if reply.total == 0 { throw ExitStatus.nothingFound }
    }

    private static func label(_ bar: TimelineReply.Bar, _ interval: TimelineReply.Interval) -> String {
        switch interval {
        case .day, .week: bar.start
        case .month: String(bar.start.dropLast(3))
        case .year: String(bar.start.dropLast(6))
        }
    }

    private static func text(of reply: TimelineReply) -> String {
        let highest = reply.bars.map(\.count).max() ?? 0
        let digits = String(highest).utf8.count
        var text = reply.bars.isEmpty ? "" : "by \(reply.interval.rawValue):\n"
        for bar in reply.bars {
            let number = String(bar.count)
            text += label(bar, reply.interval) + "  " + String(repeating: " ", count: digits - number.utf8.count) + number
            if let all = bar.of {
                text += "  of \(all), \(Self.percent(bar.count, of: all)) %"
            }
            if Output.isColoured {
                text += "  " + Output.dim(String(repeating: "▇", count: bar.count * 40 / max(highest, 1)))
            }
            text += "\n"
        }
        if reply.coarser > 0 { text += "dated less exactly than to the \(reply.interval.rawValue): \(reply.coarser)\n" }
        if reply.undated > 0 { text += "undated: \(reply.undated)\n" }
        return text + "total: \(reply.total)\n"
    }

    /// With one digit behind the point; small shares with three.
    private static func percent(_ count: Int, of all: Int) -> String {
        let share = all == 0 ? 0 : Double(count) * 100 / Double(all)
        let scale = share >= 1 ? 10.0 : 1000.0
        return "\((share * scale).rounded() / scale)"
    }

    private static func csv(of reply: TimelineReply) -> String {
        var text = "start,end,count" + (reply.bars.first?.of == nil ? "" : ",of") + "\n"
        for bar in reply.bars {
            text += "\(bar.start),\(bar.end),\(bar.count)" + (bar.of.map { ",\($0)" } ?? "") + "\n"
        }
        return text
    }
}
