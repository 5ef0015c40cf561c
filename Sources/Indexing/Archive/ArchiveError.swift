// SPDX-License-Identifier: Apache-2.0
package import LedePacking
package import LedeStorage

/// Why an archive cannot be opened or changed. Each case has an exit status of its own on the command line.
package enum ArchiveError: Error, Sendable, Equatable {
    /// There is no directory of that name, or nothing was ever published in it.
    case noArchive(path: String)
    /// The directory holds other things and is not to be made an archive.
    case notAnArchive(path: String)
    /// Written by a later version of the program.
    case newerFormat(path: String, found: UInt32, supported: UInt32)
    /// Its words were made by other rules than this program's: adding to it would mix two vocabularies.
    case otherAnalysis(path: String, found: UInt32, current: UInt32)
    /// There is no such generation to go back to.
    case noGeneration(path: String, generation: UInt64)
    /// Bytes are not what was written.
    case damaged(Damage)
    case storage(StorageError)
}

extension ArchiveError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noArchive(let path):
            "\(path): there is no archive here. `lede index -a \(path) FILE...` makes one."
        case .notAnArchive(let path):
            "\(path): the directory is no archive and not empty. Choose another name, such as news.lede."
        case .newerFormat(let path, let found, let supported):
            "\(path): written in format \(found) by a newer version; this one reads up to \(supported). Update lede."
        case .otherAnalysis(let path, let found, let current):
            "\(path): its words were made by rules \(found), this version has rules \(current). "
                + "Nothing can be added before `lede reindex` builds it anew; searching and taking out still work."
        case .noGeneration(let path, let generation):
            "\(path): there is no generation \(generation) to go back to. `lede generations list` shows those there are."
        case .damaged(let damage): damage.description
        case .storage(let error): error.description
        }
    }
}

/// Runs code that touches files, and makes its failures an ``ArchiveError``.
func storing<Value: ~Copyable>(_ body: () throws(StorageError) -> Value) throws(ArchiveError) -> Value {
    do throws(StorageError) { return try body() } catch { throw .storage(error) }
}

/// Runs code that reads index bytes, and makes their damage an ``ArchiveError``.
func reading<Value: ~Copyable>(_ body: () throws(Damage) -> Value) throws(ArchiveError) -> Value {
    do throws(Damage) { return try body() } catch { throw .damaged(error) }
}
