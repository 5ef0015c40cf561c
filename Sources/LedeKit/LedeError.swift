// SPDX-License-Identifier: Apache-2.0
package import LedeIndexing
package import LedePacking
package import LedeStorage

/// Why an operation on an archive failed: a code for programs, a message for people that says what happened, where, and
/// what to do.
public struct LedeError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure; each has an exit status on the command line.
    public enum Code: Int32, Sendable, CaseIterable {
        /// A call that makes no sense, or a notice of a strict query.
        case usage = 2
        /// There is no archive at the place named.
        case noArchive = 10
        /// Another process is writing to the archive.
        case locked = 11
        /// Out of disk or memory budget.
        case outOfSpace = 13
        /// Input, output or permission.
        case inputOutput = 14
        /// The archive was written by a newer version.
        case newerFormat = 15
        /// Stopped before it was done.
        case interrupted = 130
        /// Bytes of the archive are not what was written.
        case corrupt = 20
    }

    public let code: Code
    public let message: String

    public init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}

extension LedeError {
    package init(_ error: ArchiveError) {
        let code: Code =
            switch error {
            case .noArchive: .noArchive
            case .notAnArchive, .noGeneration, .otherAnalysis: .usage
            case .newerFormat: .newerFormat
            case .damaged: .corrupt
            case .storage(let storage): Code(storage)
            }
        self.init(code: code, message: error.description)
    }

    package init(_ error: StorageError) {
        self.init(code: Code(error), message: error.description)
    }

    package init(_ damage: Damage) {
        self.init(code: .corrupt, message: damage.description)
    }
}

extension LedeError.Code {
    init(_ error: StorageError) {
        self =
            switch error.code {
            case .locked: .locked
            case .noSpace, .resources: .outOfSpace
            case .notFound, .exists, .permission, .wrongKind, .poisoned, .inputOutput: .inputOutput
            }
    }
}
