// SPDX-License-Identifier: Apache-2.0
import LedeQueries

/// What was probably meant by arguments that make no command.
enum UsageHint {
    /// - Parameters:
    ///   - arguments: those of the program.
    ///   - commands: names of its commands.
    /// - Returns: a line, or nil.
    static func hint(for arguments: [String], commands: [String]) -> String? {
        guard let first = arguments.first, !first.hasPrefix("-") else { return nil }
        if !commands.contains(first) {
            let typed = FormPattern.fuzzy(Array(first.lowercased().utf8.prefix(16)), distance: 1)
            let near = commands.filter { typed.matches(Array($0.utf8)[...]) }
            if near.isEmpty { return nil }
            return "There is no command “\(first)”. Did you mean \(near.map { "“\($0)”" }.joined(separator: " or "))?"
        }
        // `-a` and `-n` are options, and so is a minus alone an input.
        let isExclusion = { (argument: String) in
            argument.hasPrefix("-") && !argument.hasPrefix("--") && argument.unicodeScalars.count > 2
        }
        guard let excluded = arguments.dropFirst().first(where: isExclusion) else { return nil }
        return "To leave articles out that have “\(excluded.dropFirst())”, put the whole query in quotes: "
            + "lede \(first) 'storm \(excluded)'. A query that begins with a minus goes behind --."
    }
}
