//! A cell from khảo sát to kết thúc, by keys alone: what an officer does with the checklist as the guide.
//!
//! Invariant: no office call carries the case on; only keys do.

use crate::tui::screens::testing::Desk;

/// The gate of the case looked at: what is missing, by id.
fn missing(desk: &Desk) -> Vec<String> {
    let view = desk.cx.office.case_view(desk.cx.last_case.as_ref().unwrap()).unwrap();
    let missing = view.gate.requirements.iter();
    let missing = missing.filter(|asked| asked.state == crate::domain::gate::State::Missing);
    missing.map(|asked| asked.id.clone()).collect()
}

fn stage(desk: &Desk) -> String {
    desk.cx.office.case_view(desk.cx.last_case.as_ref().unwrap()).unwrap().file.case.stage
}

#[test]
fn an_officer_carries_a_cell_from_survey_to_its_end() {
    // Open a case for every cell, and the first of them.
    let mut desk = Desk::new(120, 36).press("2 ctrl+p 'mo_ho_so_cho' enter f9 enter");
    assert_eq!(missing(&desk), ["survey_final", "opinions_cell_owner"]);

    // Khảo sát: begin, fill in what must be, finalise.
    desk = desk.press("enter enter space space enter tab '14/09/2023' tab 'Nguyễn_Văn_A'");
    desk = desk.press("f9 enter right f9 enter 'Sản_xuất_ổn_định' f9 enter 'Lãnh_đạo_mọi_mặt'");
    desk = desk.press("f9 enter 'Hạt_nhân_chính_trị' f9 enter 'Phối_hợp_tốt' f9 enter right");
    desk = desk.press("f9 enter '01/09/2023' tab 'Bí_thư' f9 enter right");
    desk = desk.press("f9 enter '02/09/2023' tab 'Giám_đốc' f9 f9 enter");
    assert_eq!(missing(&desk), ["opinions_cell_owner"]);
    // Opinions of the cell and of the owner: the survey's, with the papers they stand on.
    desk = desk.press("f5 enter");
    assert!(desk.screen().contains("Gợi ý từ phiếu khảo sát"), "{}", desk.screen());
    desk = desk.press("'BB_05-BB/CB_ngày_01/9/2023' ctrl+s");
    desk = desk.press("f5 enter 'CV_12-CV/CT_ngày_02/9/2023' ctrl+s");
    assert_eq!(missing(&desk), Vec::<String>::new());
    desk = desk.press("f9");
    assert_eq!(stage(&desk), "assessment");

    // Đánh giá: weigh two options, choose one, ask both sides, have it approved by another.
    desk = desk.press("enter enter 'phuoc' enter tab 'Gần_địa_bàn' tab 'Xa_cấp_ủy_cũ' ctrl+s");
    desk = desk.press("down enter 'Không_xáo_trộn' tab 'Xa_địa_phương' ctrl+s");
    desk = desk.press("f5 enter right tab tab 'Phù_hợp' tab 'Sắp_chuyển_trụ_sở' ctrl+s");
    assert_eq!(missing(&desk), ["opinions_both_sides", "charter_answered", "approved_by_other"]);
    desk = desk.press("f5 enter right tab '03/09/2023' tab 'CV_01-CV/ThU_ngày_03/9/2023' ctrl+s");
    desk = desk.press("f5 enter right tab '04/09/2023' tab 'CV_02-CV/HU_ngày_04/9/2023' ctrl+s");
    desk = desk.press("f5 enter 'Đề_nghị_cấp_lại' ctrl+s f5 enter 'Trần_Thị_B' ctrl+s");
    assert_eq!(missing(&desk), Vec::<String>::new());
    desk = desk.press("f9");
    assert_eq!(stage(&desk), "proposal");

    // Tờ trình: into a dossier, its paper, submit, the Standing Committee's answer.
    desk = desk.press("enter enter enter 'Chuyển_giao_đợt_1' ctrl+s");
    desk = desk.press("f5 enter '23' tab 'TTr/BTCTU' tab '05/09/2023' ctrl+s");
    desk = desk.press("f5 enter ctrl+s");
    desk = desk
        .press("f5 enter right tab '907-QĐ/TU' tab '10/09/2023' tab '15/09/2023' tab 'Nguyễn_Văn_C' ctrl+s");
    assert_eq!(missing(&desk), Vec::<String>::new());
    desk = desk.press("f9");
    assert_eq!(stage(&desk), "transfer");

    // Chuyển giao, some days later: the other three papers, the items, the members, the figures, what follows.
    desk.cx.office.set_today(jiff::civil::date(2023, 9, 21));
    for paper in ["'05' tab 'QĐ/HU'", "'01' tab 'BB/BG'", "'02' tab 'DS/BG'"] {
        desk = desk.press(&format!("f5 enter {paper} tab '20/09/2023' tab 'Lê_Văn_D' ctrl+s"));
    }
    desk = desk.press("f5 space space space space space space space space space");
    desk = desk.press("f5 enter f9 f5 enter ctrl+s f5 space space space space space space");
    assert_eq!(missing(&desk), Vec::<String>::new());
    desk = desk.press("f9");
    let view = desk.cx.office.case_view(desk.cx.last_case.as_ref().unwrap()).unwrap();
    assert!(view.file.case.closed_on.is_some());
    assert_eq!(view.file.cell.superior, view.file.case.receiver);
    insta::assert_snapshot!(desk.screen());
}
