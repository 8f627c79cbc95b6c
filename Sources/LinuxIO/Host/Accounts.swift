public import Glibc

/// Users and groups of this host.
public enum Accounts {
    /// The number of a group; `nil` when there is no group of that name.
    public static func groupNumber(_ name: String) -> gid_t? {
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        var room = [CChar](repeating: 0, count: 4096)
        guard getgrnam_r(name, &entry, &room, room.count, &found) == 0, found != nil else { return nil }
        return entry.gr_gid
    }

    /// Whether the group's member list contains the user of this process. This is the state that applies after the next login.
    public static func isListed(in name: String) -> Bool {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var room = [CChar](repeating: 0, count: 4096)
        guard getpwuid_r(geteuid(), &entry, &room, room.count, &found) == 0, found != nil, let user = entry.pw_name else {
            return false
        }
        let own = String(cString: user)
        var list = group()
        var foundList: UnsafeMutablePointer<group>?
        var more = [CChar](repeating: 0, count: 1 << 16)
        guard getgrnam_r(name, &list, &more, more.count, &foundList) == 0, foundList != nil else { return false }
        var member = list.gr_mem
        while let text = member?.pointee {
            if String(cString: text) == own { return true }
            member = member?.advanced(by: 1)
        }
        return list.gr_gid == entry.pw_gid
    }

    /// Whether this process is a member of a group, by its effective or a supplementary group.
    public static func isMember(of group: gid_t) -> Bool {
        if getegid() == group { return true }
        var groups = [gid_t](repeating: 0, count: 256)
        let count = getgroups(Int32(groups.count), &groups)
        return count > 0 && groups.prefix(Int(count)).contains(group)
    }
}
