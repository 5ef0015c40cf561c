// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Where the archive is when a command does not say.
package enum ArchivePath {
    /// The path named, else `$LEDE_ARCHIVE`, else the one `*.lede` in the current directory.
    package static func find(_ named: String?) throws(LedeError) -> String {
        if let named { return named }
        if let named = ProcessInfo.processInfo.environment["LEDE_ARCHIVE"], !named.isEmpty { return named }
        let here = (try? FileManager.default.contentsOfDirectory(atPath: ".")) ?? []
        let archives = here.filter { $0.hasSuffix(".lede") }.sorted()
        if archives.count == 1 { return archives[0] }
        if archives.isEmpty {
            throw LedeError(
                code: .noArchive,
                message: "There is no *.lede in this directory. Name an archive with -a NAME.lede, or make one with `lede index`.")
        }
        throw LedeError(
            code: .usage,
            message: "There are several archives here (\(archives.joined(separator: ", "))). Choose one with -a.")
    }
}
