// SPDX-License-Identifier: Apache-2.0

/// The files that a list of paths stands for, one at a time: directories are walked depth first, names in the order of
/// their bytes. Memory: the names of the directories on the way down.
///
/// In a directory, hidden names, archives (`*.lede`), links to directories, pipes and devices are passed over in
/// silence; a file whose ending no format reads is reported as skipped.
struct InputWalk {
    enum Step {
        case file(path: String)
        case reject(Reject)
        case skip(SkippedFile)
    }

    private struct Level {
        var directory: String
        var names: [String]
        var next = 0
    }

    private var paths: [String]
    private var nextPath = 0
    private var levels: [Level] = []
    /// Whether the directory that the user named has given a file yet.
    private var rootFoundFile = false
    private let offered = OfferedNames()

    init(paths: [String]) {
        self.paths = paths
    }

    /// The next file or fault; nil at the end.
    mutating func next() -> Step? {
        while true {
            guard let level = levels.last else {
                guard nextPath < paths.count else { return nil }
                nextPath += 1
                if let step = enter(paths[nextPath - 1]) { return step }
                continue
            }
            guard level.next < level.names.count else {
                levels.removeLast()
                if levels.isEmpty, !rootFoundFile {
                    return .reject(
                        Reject(kind: .empty, path: level.directory, reason: "a directory without a news file"))
                }
                continue
            }
            levels[levels.count - 1].next += 1
            if let step = visit(level.names[level.next], in: level.directory) { return step }
        }
    }

    /// A path that the user named.
    private mutating func enter(_ path: String) -> Step? {
        if path == "-" { return .file(path: path) }
        do throws(InputFailure) {
            guard case .directory = try pathKind(path) else { return .file(path: path) }
            levels = [Level(directory: path, names: try directoryNames(path))]
            rootFoundFile = false
            return nil
        } catch {
            return .reject(Reject(path: path, failure: error))
        }
    }

    private mutating func visit(_ name: String, in directory: String) -> Step? {
        guard !name.hasPrefix("."), !name.hasSuffix(".lede") else { return nil }
        let path = directory.hasSuffix("/") ? directory + name : directory + "/" + name
        do throws(InputFailure) {
            switch try pathKind(path) {
            case .directory(let isLink):
                if !isLink { levels.append(Level(directory: path, names: try directoryNames(path))) }
                return nil
            case .stream: return nil
            case .file: break
            }
        } catch {
            return .reject(Reject(path: path, failure: error))
        }
        if let skipped = offered.skipped(path) { return .skip(skipped) }
        rootFoundFile = true
        return .file(path: path)
    }
}

/// The endings of names that are read out of directories and containers.
struct OfferedNames {
    private let endings = Set(RecordFormats.all.flatMap(\.fileExtensions) + ["zip", "tar", "tgz"])

    /// Why a file is left alone; nil when its ending, `.gz` aside, is one that is read, or there is none.
    func skipped(_ path: String) -> SkippedFile? {
        let ending = FileHead.fileExtension(path)
        if ending.isEmpty || endings.contains(ending) { return nil }
        return SkippedFile(path: path, reason: "the name is not that of a news file; name the file itself to read it")
    }
}
