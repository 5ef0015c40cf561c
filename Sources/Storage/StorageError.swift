// SPDX-License-Identifier: Apache-2.0

/// A call to the operating system that failed: what, where, and what to do about it.
package struct StorageError: Error, Sendable, Equatable {
    /// What kind of failure it was, and so which exit status it leads to.
    package enum Code: String, Sendable {
        case notFound
        /// A file that was to be created is there already.
        case exists
        case permission
        /// The disk, the quota or the limit on file sizes is exhausted.
        case noSpace
        /// Another process holds the lock.
        case locked
        /// Too many open files or not enough address space.
        case resources
        /// Not the kind of file expected: a directory or symbolic link where a file should be, or the reverse.
        case wrongKind
        /// An earlier write or sync of the same file failed; what it holds is unknown, and it is not tried again.
        case poisoned
        case inputOutput
    }

    package var code: Code
    /// The call that failed, such as `fsync`.
    package var call: String
    package var path: String
    /// The system's error number; 0 when the system reported none.
    package var errno: Int32
    /// More about it, such as the holder of a lock; may be empty.
    package var detail: String

    package init(code: Code, call: String, path: String, errno: Int32 = 0, detail: String = "") {
        self.code = code
        self.call = call
        self.path = path
        self.errno = errno
        self.detail = detail
    }

    /// One or two sentences for the user.
    package var message: String { description }
}

extension StorageError: CustomStringConvertible {
    package var description: String {
        var text = "\(path): \(happened)"
        if !detail.isEmpty { text += ", \(detail)" }
        text += " (\(call)"
        if errno != 0 { text += ": \(SystemCalls.describe(errno))" }
        return text + "). \(advice)"
    }

    private var happened: String {
        switch code {
        case .notFound: "there is no such file or directory"
        case .exists: "it exists already"
        case .permission: "access was refused"
        case .noSpace: "there is no space left for it"
        case .locked: "another process is writing to this archive"
        case .resources: "the system has no room for one more open file or mapping"
        case .wrongKind: "it is not the kind of file expected"
        case .poisoned: "an earlier write to it failed"
        case .inputOutput: "the disk did not do what was asked"
        }
    }

    private var advice: String {
        switch code {
        case .notFound: "Check the path."
        case .exists: "Remove or rename it, or choose another name."
        case .permission: "Check owner and mode of the file and of the directories above it."
        case .noSpace: "Make room, or raise the quota or file size limit; what was committed before is intact."
        case .locked: "Wait for it to end; nothing has to be deleted when it was killed."
        case .resources: "Raise the limit on open files (ulimit -n) or close other programs."
        case .wrongKind: "An archive is a directory of plain files, such as news.lede: name another path, or move away what does not belong there."
        case .poisoned: "Open the archive again to see which generation is on the disk."
        case .inputOutput: "Check the disk and the system log; what was committed before is intact."
        }
    }
}
