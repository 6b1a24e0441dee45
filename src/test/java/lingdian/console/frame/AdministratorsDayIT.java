package lingdian.console.frame;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.console.frame.RunningConsole.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Handbook, administration.md#in-the-console: an administrator's first day with the console alone. */
@ExtendWith(ConsoleExtension.class)
class AdministratorsDayIT {
    private static final String CAFE = "36048310000007";
    /** What the administrator types: that of the tests is one that only this machine can open. */
    private static final String SERVER = "https://wangba.example:8443";
    /** As the settings of tests are, unlike the default. */
    private static final String IMMEDIATELY = "此处设置为 0 小时：新建立或刚变动的账号可立即申请和批准";

    private final RunningConsole console;

    AdministratorsDayIT(RunningConsole console) {
        this.console = console;
    }

    @Test
    void aCountyIsBroughtOn() throws Exception {
        String rows = IntStream.range(0, 220)
                .mapToObj(i -> "360483100%05d,第%d网吧,赣-%d\n".formatted(i, i, i))
                .collect(Collectors.joining());
        byte[] table = ("场所编码,名称,许可证号\n" + rows + "wrong,x,x\n").getBytes(Charset.forName("GB18030"));
        Page page = console.page(Person.ADMINISTRATOR);
        try (BrowserContext context = page.context()) {
            page.navigate("/sign-in/account");
            page.click("main a[href='/']");
            page.waitForURL("**/administration");
            page.locator("#main a[href='/administration/imports']").first().click();
            page.setInputFiles("[name=file]", new FilePayload("网吧.csv", "text/csv", table));
            page.click("[name=check]");
            assertThat(page.locator("#result")).hasText("检查结果： 新增 220，更改 0，不变 0，拒绝 1");
            assertThat(page.locator("#rows tbody tr").first()).containsText("222");
            assertThat(page.locator("#rows tbody tr").first()).containsText("wrong x");
            assertThat(page.locator("#rows tbody tr").first()).containsText("场所编码：应为 14 位场所编码");
            page.click("[name=write]");
            assertThat(page.locator("#result")).hasText("已写入： 新增 220，更改 0，不变 0，拒绝 1");
            Download refused = page.waitForDownload(() -> page.click("#refused"));
            assertThat(Files.readString(refused.path())).contains("\"原因\"", "\"wrong\",\"x\",\"x\",", "\"场所编码：应为 14 位");
            assertThat(page.locator("#next a")).hasText("下一步：发放注册码");
            byte[] mended = Files.readString(refused.path())
                    .replace("\"wrong\"", "\"'36048310000220\"")
                    .getBytes(UTF_8);
            page.setInputFiles("[name=file]", new FilePayload("refused.csv", "text/csv", mended));
            page.click("[name=check]");
            assertThat(page.locator("#result")).hasText("检查结果： 新增 1，更改 0，不变 0，拒绝 0");

            page.navigate("/administration/keys");
            page.fill("[name=region]", "西湖");
            page.click("form[action$=letters] button");
            assertThat(page.locator("[role=alert]").first()).containsText("杭州市 西湖区 330106、南昌市 西湖区 360103");
            assertThat(page.locator("[data-loopback]")).containsText("signIn.publicUrl");
            page.fill("[name=region]", "庐山");
            page.fill("[name=server]", SERVER);
            assertThat(page.locator("[data-loopback]")).isHidden();
            Download letters = page.waitForDownload(() -> page.click("form[action$=letters] button"));
            assertThat(letters.suggestedFilename()).isEqualTo("开通函-庐山市-360483.html");
            assertThat(Files.readString(letters.path(), UTF_8)).contains("第7网吧", "<dd>" + SERVER + "</dd>");
            assertThat(page.locator("#given")).hasText("已发放 220 个注册码，开通函已下载。");
            assertThat(page.locator("#found tbody tr").first()).containsText("未使用");
            page.click("form[action$=letters] button");
            assertThat(page.locator("[role=alert]").first()).containsText("可能已有密钥或未使用的注册码");

            aCafe(page);
            aPerson(page);
        }
    }

    /** Handbook, administration.md#in-the-console: rules, rights and health, and rosters, which the office alone sees. */
    @Test
    void theServiceIsLookedAfter() throws IOException {
        Page page = console.page(Person.ADMINISTRATOR);
        try (BrowserContext context = page.context()) {
            page.navigate("/administration");
            Locator today = page.locator("[aria-labelledby=today]");
            Locator covered = today.locator("details", new Locator.LocatorOptions().setHasText("由上级办理的办公室"));
            covered.locator("summary").first().click();
            assertThat(covered.locator("a").first()).hasText("九江市 九江县 · 文化市场执法");
            assertThat(covered.locator("a").first()).hasAttribute("href", Pattern.compile("region=360421.*#new"));
            assertThat(today).containsText("系统不知道数据库有没有备份");
            Locator card = page.locator("[aria-labelledby=health] a[href='/administration/health']");
            String worst = card.innerText();
            card.click();
            assertThat(page.locator("#main strong").first()).hasText(worst);
            assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("数据库主机和时间线")))
                    .containsText("正常");
            assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("证书到期")))
                    .containsText("不明");
            assertThat(page.locator("[aria-labelledby=nodes] tbody tr")).containsText("应答本页的节点");
            assertThat(page.locator("[aria-labelledby=nodes] tbody th"))
                    .containsText(Files.readString(Path.of("/proc/sys/kernel/hostname"))
                            .strip());
            page.locator("tr a[href='#do-certificate']").click();
            assertThat(page.locator("#do-certificate")).containsText("certificate");

            page.click("nav.tabs a[href$=rights]");
            assertThat(page.locator("[aria-labelledby=answers] dd").first().locator(".badge"))
                    .hasText(new String[] {"文化市场执法", "公安网安"});
            assertThat(page.locator("[aria-labelledby=answers]")).containsText(IMMEDIATELY);
            assertThat(page.locator("[aria-labelledby=answers] dd").last().locator(".badge"))
                    .hasText(new String[] {"审计员"});
            Locator roster = page.locator("tr", new Page.LocatorOptions().setHasText("值班表"));
            assertThat(roster.locator("td")).hasText(new String[] {"可以", "可以", "不可", "不可", "不可", "仅本办公室，上下级均不可"});
            Locator inspections = page.locator("tr", new Page.LocatorOptions().setHasText("检查"));
            assertThat(inspections.locator("td").last()).hasText("本地区");

            page.click("nav.tabs a[href$=rules]");
            assertThat(page.locator("section[aria-labelledby=shadow]")).containsText("正在生效的规则：");
            assertThat(page.locator("section[aria-labelledby=shadow] a[href*='state=shadow']"))
                    .not()
                    .hasCount(0);
            page.locator("tbody a").first().click();
            assertThat(page.locator("[aria-labelledby=shadow]")).containsText("一卡多机");
            page.selectOption("[name=code]", "MINORS_GRAVE");
            page.selectOption("[name=state]", "disabled");
            page.click("[aria-labelledby=propose] form[method=get] button");
            assertThat(page.locator("#preview")).containsText("近 30 天此规则共发现 0 起");
            assertThat(page.locator("#preview")).containsText("由另一人在待审批中发布");
            page.fill("[name=version]", "looked-after");
            page.click("form[action$=propose] button");
            assertThat(page.locator(".notice")).hasText("规则集已提出，由另一人在待审批中发布。");
            assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("MINORS_GRAVE")))
                    .containsText("停用");
            assertThat(page.locator("[aria-labelledby=propose]")).containsText("此规则集尚未生效");
            page.selectOption("[name=state]", "shadow");
            page.click("[aria-labelledby=propose] form[method=get] button");
            page.fill("[name=version]", "looked-after");
            page.click("form[action$=propose] button");
            assertThat(page.locator("[role=alert]").first()).hasText("此版本号已存在，请换一个。");

            page.navigate("/administration");
            assertThat(today).containsText("项您提出的规则在等另一人发布");
            page.navigate("/approvals");
            Locator own = page.locator("#inbox .panel", new Page.LocatorOptions().setHasText("looked-after"));
            assertThat(own).containsText("试运行 → 停用");
            assertThat(own).containsText("可以发布的账号：其他任何管理员");
            assertThat(own).containsText(IMMEDIATELY);
            own.locator("[value=refuse]").click();
            assertThat(page.locator(".notice")).hasText("提案已撤回，现行规则不变。");
            assertThat(own).hasCount(0);
        }
    }

    @Test
    void anOfficeKeepsItsRoster() {
        Page page = console.page(Person.COLLEAGUE);
        try (BrowserContext context = page.context()) {
            page.navigate("/roster");
            assertThat(page.locator("[name=kind1] option:disabled")).hasText(new String[] {"手机短信", "企业微信（个人）"});
            assertThat(page.locator("[aria-labelledby=form]")).containsText("escalation.sms");
            assertThat(page.locator(".warning")).containsText("上级也无人值班的，就没有人被提醒");
            duty(page, "王勇", "2026-07-10T20:00", "2026-07-11T08:00");
            assertThat(page.locator("form .wrong")).containsText("登录密码：有新的联系方式");
            assertThat(page.locator("[name=to1]")).hasValue("https://qyapi.weixin.qq.com/robot");
            assertThat(page.locator("[name=password]")).hasValue("");
            page.fill("[name=password]", RunningConsole.PASSWORD);
            page.click("section[aria-labelledby=form] form > button");
            duty(page, "李敏", "2026-07-11T08:00", "2026-07-30T08:00");
            assertThat(page.locator("[role=alert]")).containsText("一班最长 7 天");
            page.fill("[name=until]", "2026-07-11T20:00");
            page.click("section[aria-labelledby=form] form > button");
            assertThat(page.locator("ol.inbox > li")).hasCount(2);
            assertThat(page.locator("ol.inbox > li").first()).containsText("正在值班");
            page.click("form[action$=up] button");
            assertThat(page.locator("ol.inbox > li").first()).containsText("李敏");
            page.locator("a[href^='/roster?edit=']").first().click();
            assertThat(page.locator("[name=to1]")).hasValue("https://qyapi.weixin.qq.com/robot");
            page.fill("[name=name]", "李敏\u202E敏"); // pasted with a mark that nobody sees
            page.click("section[aria-labelledby=form] form > button");
            assertThat(page.locator("ol.inbox > li").first()).containsText("李敏敏");
            page.locator("ol.inbox details summary").first().click();
            page.locator("form[action$=remove] button").first().click();
            assertThat(page.locator(".notice")).hasText("值班已删除。");
        }
    }

    private static void duty(Page page, String name, String from, String until) {
        page.fill("[name=name]", name);
        page.fill("[name=from]", from);
        page.fill("[name=until]", until);
        page.selectOption("[name=kind1]", "wecom");
        page.fill("[name=to1]", "https://qyapi.weixin.qq.com/robot");
        page.click("section[aria-labelledby=form] form > button");
    }

    private static void aCafe(Page page) throws IOException {
        page.navigate("/administration/cafes?q=" + CAFE + "&region=西湖");
        assertThat(page.locator("[role=alert]")).containsText("南昌市 西湖区 360103");
        page.fill(".filters [name=region]", "瑞昌市");
        page.click(".filters button");
        assertThat(page.locator(".empty")).isVisible();
        page.fill(".filters [name=region]", "庐山");
        page.selectOption("[name=condition]", "invited");
        page.click(".filters button");
        assertThat(page.locator("tbody tr")).containsText("庐山市 360483");
        assertThat(page.locator("tbody tr")).containsText("待接入");
        page.click("tbody a");
        assertThat(page.locator("[aria-labelledby=keys]")).containsText("未使用");
        assertThat(page.locator("[name=server]")).hasValue(SERVER);
        assertThat(page.locator("form[action$=code]")).containsText("本场所已有 1 个未使用的注册码");
        page.locator("form[action$=code] button").first().click();
        assertThat(page.locator(".once")).hasText(Pattern.compile("\\w{4}-\\w{4}-\\w{4}"));
        assertThat(page.locator("form[action*='withdraw/']")).hasCount(1);
        page.uncheck("[name=withdrawEarlier]");
        page.locator("form[action$=code] button").first().click();
        assertThat(page.locator("form[action*='withdraw/']")).hasCount(2);
        page.locator("details:has(form[action*=withdraw]) summary").first().click();
        page.locator("form[action*=withdraw] button").first().click();
        assertThat(page.locator(".notice")).hasText("注册码已撤回。");
        page.selectOption("[name=kind]", "permanent");
        page.fill("[name=document]", "注销");
        page.click("form[action$=close] button");
        assertThat(page.locator(".head .badge")).hasText("永久歇业");
        assertThat(page.locator("form[action$=close]")).isHidden();
        assertThat(page.locator("[aria-labelledby=keys]")).not().containsText("等待场所端接入");
        page.click("button[name=closed]");
        assertThat(page.locator(".notice")).hasText("密钥已全部停用，未使用的注册码已撤回。");
        assertThat(page.locator("form[action*=withdraw]")).hasCount(0);
        assertThat(page.locator("[aria-labelledby=closures]")).containsText("密钥和注册码均已停用");
        reopen(page);
        assertThat(page.locator("[aria-labelledby=closures] li")).containsText("注销");
        page.fill("[name=address]", "人民路 7 号");
        page.click("form[action$=change] button");
        assertThat(page.locator("[name=address]")).hasValue("人民路 7 号");
        page.click("a[href$=hours]");
        assertThat(page.locator("h1")).containsText("庐山市");
        page.goBack();
        page.fill("[name=document]", "报备");
        page.click("form[action$=close] button");
        reopen(page);
        assertThat(page.locator(".notice")).hasText("歇业已结束。");
        Download letter = page.waitForDownload(() -> page.click("button[name=letter]"));
        assertThat(Files.readString(letter.path(), UTF_8)).contains("132mm", "第7网吧", "<dd>" + SERVER + "</dd>");
        assertThat(page.locator(".notice")).hasText("注册码已发放，开通函已下载。");
        assertThat(page.locator("form[action*='withdraw/']")).hasCount(1);
        page.locator("summary", new Page.LocatorOptions().setHasText("电脑被盗或密钥泄露"))
                .click();
        page.click("form[action$=stolen] button");
        assertThat(page.locator(".notice")).containsText("密钥已全部停用，未使用的注册码已撤回。下一步");
        assertThat(page.locator("form[action$=stolen]")).hasCount(0);
    }

    /** Not without a second click. */
    private static void reopen(Page page) {
        assertThat(page.locator("form[action*=reopen] button")).isHidden();
        page.locator("summary", new Page.LocatorOptions().setHasText("立即结束歇业")).click();
        page.locator("form[action*=reopen] button").click();
    }

    private static void aPerson(Page page) {
        page.navigate("/administration/accounts");
        page.fill("[name=signInName]", "owner-of-two");
        page.fill("[aria-labelledby=new] [name=name]", "郑老板");
        assertThat(page.locator("[name=placeCodes]")).isHidden();
        page.selectOption("[aria-labelledby=new] [name=role]", "operator");
        assertThat(page.locator("[name=authority]")).isHidden();
        page.locator("[aria-labelledby=new] form button").click();
        assertThat(page.locator("[role=alert]").first()).containsText("场所的编码");
        page.fill("[name=placeCodes]", "网吧");
        page.locator("[aria-labelledby=new] form button").click();
        assertThat(page.locator("[role=alert]").first()).containsText("名称还不能确定是哪一家");
        page.fill("[name=placeCodes]", CAFE + " 第8网吧");
        page.locator("[aria-labelledby=new] form button").click();
        Pattern whole = Pattern.compile("http://[^/]+/sign-in/invitation\\?token=.+");
        assertThat(page.locator("textarea.once")).hasValue(whole);
        assertThat(page.locator("[aria-labelledby=invitation] dl")).containsText("郑老板");
        assertThat(page.locator("section[aria-labelledby=invitation]")).containsText("此角色登录不要求动态口令");
        assertThat(page.locator("[data-loopback]")).containsText("重新邀请");
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator("textarea.once")).isVisible();
        assertThat(page.locator("[aria-labelledby=new]")).isHidden();
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
        page.fill("[name=signInName]", "owner-of-two");
        page.fill("[aria-labelledby=new] [name=name]", "另一人");
        page.selectOption("[aria-labelledby=new] [name=role]", "admin");
        page.locator("[aria-labelledby=new] form button").click();
        assertThat(page.locator("[role=alert]").first()).containsText("登录名可能已被使用");
        assertThat(page.locator("textarea.once")).hasValue(whole);

        page.navigate("/administration/accounts?q=" + CAFE);
        assertThat(page.locator("tbody tr")).containsText("邀请未使用 有效至");
        page.locator("tbody form[action$=invite] button").click();
        assertThat(page.locator("textarea.once")).hasValue(whole);
        page.fill("[name=placeCodes]", CAFE);
        page.click("form[action$=change] button");
        assertThat(page.locator("[name=placeCodes]")).hasValue(CAFE);
        assertThat(page.locator("[aria-labelledby=sees]")).containsText("不能打开主管部门的案件");
        page.click("details summary");
        assertThat(page.locator("form[action$=end]")).containsText("没有值班表、未结案件或待批准的申请依赖此账号");
        page.click("form[action$=end] button");
        assertThat(page.locator(".notice")).hasText("账号已停用。");
        assertThat(page.locator("[aria-labelledby=sees]")).containsText("经营者 " + CAFE);
    }
}
