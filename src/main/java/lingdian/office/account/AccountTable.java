package lingdian.office.account;

import static lingdian.office.export.Column.flag;
import static lingdian.office.export.Column.instant;
import static lingdian.office.export.Column.named;
import static lingdian.office.export.Column.text;

import lingdian.office.export.ListTable;

/** Accounts as a spreadsheet shows them; no secret. */
final class AccountTable {
    static final ListTable TABLE = ListTable.of(
            "accounts",
            "账号",
            text("编号", "id"),
            text("姓名", "name"),
            text("登录名", "signInName"),
            named("角色", "role", "role"),
            named("主管", "authority", "authority"),
            text("区划", "region"),
            text("场所编码", "placeCodes"),
            instant("建立", "createdAt"),
            instant("权限未变自", "unchangedSince"),
            instant("结束", "endedAt"),
            instant("令牌有效至", "tokenExpiresAt"),
            flag("令牌", "token"),
            flag("单点登录", "provider"),
            flag("第二因素", "secondFactor"),
            flag("密码", "password"),
            instant("邀请有效至", "invitedUntil"),
            text("角色代码", "role"),
            text("主管代码", "authority"));

    private AccountTable() {}
}
