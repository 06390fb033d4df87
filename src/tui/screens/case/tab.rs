//! The tabs of a case, in the order an officer works through them.
//!
//! Invariant: a tab's code is the one procedures and gates name.

/// One tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tab {
    /// Đơn vị.
    Enterprise,
    /// Tổ chức đảng.
    Organisation,
    /// Đảng viên.
    Members,
    /// Khảo sát.
    Survey,
    /// Ý kiến.
    Opinions,
    /// Đánh giá.
    Assessment,
    /// Tờ trình.
    Proposal,
    /// Chuyển giao.
    Transfer,
    /// Văn bản.
    Papers,
    /// Nhật ký.
    Journal,
}

impl Tab {
    /// All of them, from left to right.
    pub const ALL: [Self; 10] = [
        Self::Enterprise,
        Self::Organisation,
        Self::Members,
        Self::Survey,
        Self::Opinions,
        Self::Assessment,
        Self::Proposal,
        Self::Transfer,
        Self::Papers,
        Self::Journal,
    ];

    /// The code of procedures; its name is the locale key `screen.case.tab.<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Enterprise => "enterprise",
            Self::Organisation => "organisation",
            Self::Members => "members",
            Self::Survey => "survey",
            Self::Opinions => "opinions",
            Self::Assessment => "assessment",
            Self::Proposal => "proposal",
            Self::Transfer => "transfer",
            Self::Papers => "papers",
            Self::Journal => "journal",
        }
    }

    /// By its code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.code() == code)
    }

    /// Its place in the row.
    pub fn place(self) -> usize {
        Self::ALL.iter().position(|tab| *tab == self).unwrap_or(0)
    }

    /// The one beside it, round and round.
    pub fn beside(self, to_the_right: bool) -> Self {
        let count = Self::ALL.len();
        let step = if to_the_right { 1 } else { count - 1 };
        Self::ALL[(self.place() + step) % count]
    }
}
