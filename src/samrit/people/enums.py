"""Kinds of agencies, roles, and the acts that rights are asked for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgencyKind(models.TextChoices):
    BUREAU = "bureau", _("สำนัก")
    OFFICE = "office", _("สำนักงาน/กอง")
    GROUP = "group", _("กลุ่มงาน/ฝ่าย")
    DISTRICT_OFFICE = "district_office", _("สำนักงานเขต")


class Role(models.TextChoices):
    """What a person is, for an agency or for one key result."""

    OWNER = "owner", _("เจ้าของตัวชี้วัด")
    CONTRIBUTOR = "contributor", _("ผู้ร่วมดำเนินการ")
    HOST_REVIEWER = "host_reviewer", _("ผู้ตรวจสอบของหน่วยงานหลัก")
    APPROVER = "approver", _("ผู้บริหาร/ผู้อนุมัติ")
    INSPECTOR = "inspector", _("ผู้ตรวจราชการ")
    STRATEGY_OFFICE = "strategy_office", _("สำนักยุทธศาสตร์และประเมินผล")
    READER = "reader", _("ผู้อ่าน")
    ADMINISTRATOR = "administrator", _("ผู้ดูแลระบบ")

    @property
    def does(self) -> str:
        """What a person in this role does here, in one line."""
        return str(_DOES[self])


_DOES = {
    Role.CONTRIBUTOR: _("บันทึกชิ้นงาน เรื่องเล่า กิจกรรม และแนบหลักฐาน"),
    Role.OWNER: _("นำแบบเข้าระบบ จัดทำแผน และส่งรายงานผล"),
    Role.HOST_REVIEWER: _("อนุมัติงานก่อนเผยแพร่ และตรวจสอบรายงานผล"),
    Role.APPROVER: _("ให้ความเห็นชอบแผน ลงนามแบบ และรับทราบรายงานผล"),
    Role.INSPECTOR: _("ตรวจหลักฐานถึงต้นทาง และบันทึกข้อค้นพบเชิงคุณภาพ"),
    Role.STRATEGY_OFFICE: _("ดูทุกตัวชี้วัดของเมืองในหน้าเดียว"),
    Role.READER: _("อ่านผลและเหตุผลของคะแนน"),
    Role.ADMINISTRATOR: _("ดูแลผู้ใช้ หน่วยงาน และบทบาท"),
}


class Act(models.TextChoices):
    """Everything for which a right is asked."""

    VIEW = "view", _("ดูข้อมูล")
    COMMENT = "comment", _("แสดงความเห็น")
    ADMINISTER = "administer", _("ดูแลผู้ใช้และหน่วยงาน")
    READ_AUDIT = "read_audit", _("อ่านบันทึกการเปลี่ยนแปลง")
    EDIT_DISTRICT = "edit_district", _("แก้ไขข้อมูลย่าน")
    VERIFY_DISTRICT = "verify_district", _("รับรองข้อมูลย่าน")
    CREATE_KEY_RESULT = "create_key_result", _("สร้างตัวชี้วัดจากแบบ")
    CONFIRM_DEFINITION = "confirm_definition", _("ยืนยันรายละเอียดตัวชี้วัด")
    SIGN_DEFINITION = "sign_definition", _("ลงนามรับรองรายละเอียดตัวชี้วัด")
    SET_TARGETS = "set_targets", _("กำหนดค่าเป้าหมายและย่าน")
    EDIT_PLAN = "edit_plan", _("จัดทำแผนประชาสัมพันธ์")
    APPROVE_PLAN = "approve_plan", _("ให้ความเห็นชอบแผน")
    EDIT_WORK = "edit_work", _("บันทึกชิ้นงาน เรื่องเล่า และกิจกรรม")
    APPROVE_WORK = "approve_work", _("อนุมัติก่อนเผยแพร่")
    ADD_EVIDENCE = "add_evidence", _("เพิ่มหลักฐาน")
    VERIFY_WORK = "verify_work", _("ตรวจสอบงานและหลักฐาน")
    DECIDE_DUPLICATES = "decide_duplicates", _("ชี้ขาดงานที่คล้ายกัน")
    EDIT_STORYTELLERS = "edit_storytellers", _("ดูแลเครือข่ายนักเล่าเรื่อง")
    EDIT_REPORT = "edit_report", _("จัดทำและส่งรายงานผล")
    CHECK_REPORT = "check_report", _("ตรวจสอบรายงานผล")
    VERIFY_REPORT = "verify_report", _("รับรองรายงานผล")
    ACKNOWLEDGE_REPORT = "acknowledge_report", _("รับทราบรายงานผล")
    WRITE_FINDING = "write_finding", _("บันทึกข้อค้นพบเชิงคุณภาพ")
    REPLY_FINDING = "reply_finding", _("ตอบข้อค้นพบ")
    EDIT_SURVEY = "edit_survey", _("ออกแบบและดำเนินการสำรวจการรับรู้")
    LOCK_SURVEY = "lock_survey", _("ล็อกแบบสำรวจก่อนลงสนาม")
    EDIT_SITE = "edit_site", _("เขียนหน้าเว็บไซต์สาธารณะ")
    PUBLISH_SITE = "publish_site", _("เผยแพร่หน้าเว็บไซต์ต่อสาธารณะ")
    OPEN_RESULT = "open_result", _("เผยแพร่ผลตัวชี้วัดต่อสาธารณะ")
    MODERATE = "moderate", _("พิจารณาสิ่งที่ประชาชนส่งมา")
    COLLECT = "collect", _("เก็บแบบสำรวจที่ได้รับมอบหมาย")
    CONNECT_CHANNEL = "connect_channel", _("เชื่อมต่อบัญชีช่องทางเผยแพร่")
