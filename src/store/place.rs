//! Where a store may not live: sticks, which lose what they acknowledged when pulled out, and network
//! shares, whose locks do not hold.
//!
//! Invariant: decided by the kind of file system, never by the path's spelling.

use super::error::{Error, Result};
use std::path::Path;

/// A kind of place a store is refused in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A stick or a card.
    Stick,
    /// A share of another machine.
    Share,
}

impl Place {
    /// Its name in the locales.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Stick => "place.stick",
            Self::Share => "place.share",
        }
    }
}

/// Linux's file-system numbers (`statfs(2)`), and why each is refused.
const FORBIDDEN: &[(u32, Place, &str)] = &[
    (0x0000_4d44, Place::Stick, "vfat"), // no permissions, no journal: a pulled stick tears pages
    (0x2011_bab0, Place::Stick, "exfat"), // the same
    (0x0000_6969, Place::Share, "nfs"),  // no shared memory between machines, which WAL needs
    (0xff53_4d42, Place::Share, "cifs"), // locks come and go with the server's leases
    (0xfe53_4d42, Place::Share, "smb2"),
    (0x0000_517b, Place::Share, "smb"),
    (0x5346_414f, Place::Share, "afs"),
    (0x7375_7245, Place::Share, "coda"),
    (0x0000_564c, Place::Share, "ncp"),
];

/// FUSE has one number for everything; only the mount table says what it really is.
const FUSE: u32 = 0x6573_5546;
const FORBIDDEN_FUSE: &[(&str, Place)] = &[
    ("fuseblk", Place::Stick), // ntfs-3g, exfat-fuse
    ("fuse.sshfs", Place::Share),
    ("fuse.gvfsd-fuse", Place::Share),
    ("fuse.davfs", Place::Share),
    ("fuse.rclone", Place::Share),
    ("fuse.s3fs", Place::Share),
    ("fuse.cifs", Place::Share),
    ("fuse.glusterfs", Place::Share),
];

/// Refuses a path (or the folder it will be in) on a stick or a share.
pub(super) fn refuse_forbidden(path: &Path) -> Result<()> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let there = if path.exists() { path } else { folder.unwrap_or_else(|| Path::new(".")) };
    match kind_of(there) {
        Some((kind, name)) => Err(Error::ForbiddenPlace { kind, name: name.to_owned() }),
        None => Ok(()),
    }
}

#[cfg(target_os = "linux")]
fn kind_of(path: &Path) -> Option<(Place, &'static str)> {
    let found = rustix::fs::statfs(path).ok()?;
    // The word's width and sign differ by processor; the number itself has 32 bits.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let number = found.f_type as u32;
    if number == FUSE {
        let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
        return fuse_kind(&mounts, &path.canonicalize().ok()?);
    }
    named(number)
}

/// Elsewhere the file system is not asked: nothing is refused.
#[cfg(not(target_os = "linux"))]
fn kind_of(_path: &Path) -> Option<(Place, &'static str)> {
    None
}

fn named(number: u32) -> Option<(Place, &'static str)> {
    FORBIDDEN.iter().find(|(known, ..)| *known == number).map(|(_, kind, name)| (*kind, *name))
}

/// The kind of the innermost mount above a path, if it is a refused sort of FUSE.
fn fuse_kind(mounts: &str, path: &Path) -> Option<(Place, &'static str)> {
    let mut innermost: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        // proc(5): id parent device root mount-point options [optional…] - type source options
        let Some((before, after)) = line.split_once(" - ") else { continue };
        let (Some(point), Some(kind)) = (before.split(' ').nth(4), after.split(' ').next()) else { continue };
        let point = point.replace("\\040", " ");
        if path.starts_with(&point) && innermost.is_none_or(|(length, _)| point.len() >= length) {
            innermost = Some((point.len(), kind));
        }
    }
    let (_, found) = innermost?;
    FORBIDDEN_FUSE.iter().find(|(name, _)| *name == found).map(|(name, kind)| (*kind, *name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0x4d44, Some(Place::Stick))]
    #[case(0x2011_bab0, Some(Place::Stick))]
    #[case(0x6969, Some(Place::Share))]
    #[case(0xff53_4d42, Some(Place::Share))]
    #[case(0xfe53_4d42, Some(Place::Share))]
    #[case(0xef53, None)] // ext4
    #[case(0x9123_683e, None)] // btrfs
    #[case(0x0102_1994, None)] // tmpfs
    #[case(0x794c_7630, None)] // overlayfs
    fn sticks_and_shares_are_known_by_number(#[case] number: u32, #[case] expect: Option<Place>) {
        assert_eq!(named(number).map(|(kind, _)| kind), expect);
    }

    #[rstest]
    #[case("/media/usb/a.store", Some(Place::Stick))]
    #[case("/home/ha/share/a.store", Some(Place::Share))]
    #[case("/home/ha/a.store", None)]
    #[case("/home/ha/my disk/a.store", Some(Place::Share))]
    fn fuse_is_looked_up_in_the_mount_table(#[case] path: &str, #[case] expect: Option<Place>) {
        let mounts = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n\
                      30 22 8:17 / /media/usb rw shared:1 - fuseblk /dev/sdb1 rw\n\
                      31 22 0:40 / /home/ha rw - fuse.fuse-overlayfs x rw\n\
                      32 22 0:41 / /home/ha/my\\040disk rw - fuse.sshfs host: rw\n\
                      33 22 0:42 / /home/ha/share rw - fuse.sshfs host: rw\n";
        assert_eq!(fuse_kind(mounts, Path::new(path)).map(|(kind, _)| kind), expect);
    }

    #[test]
    fn an_ordinary_disk_is_fine() {
        assert!(refuse_forbidden(Path::new("new.store")).is_ok());
    }
}
