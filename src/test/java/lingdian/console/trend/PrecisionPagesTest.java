package lingdian.console.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import lingdian.access.signin.Language;
import lingdian.access.signin.Theme;
import lingdian.console.frame.Assets;
import lingdian.console.frame.ConsoleSettings;
import lingdian.console.frame.Frame;
import lingdian.console.frame.Section;
import lingdian.console.frame.Templates;
import lingdian.console.frame.Words;
import lingdian.console.trend.PrecisionPages.Precisions;
import lingdian.office.rules.PrecisionCalls;
import org.junit.jupiter.api.Test;

/** The page's lines for rules that were mostly right, and for one that was wrong too often. */
class PrecisionPagesTest {
    private static final String ANSWER = """
        {"items":[
          {"code":"MINOR_ADMITTED","ruleVersion":"2026.1","confirmed":2,"dismissed":1,"precision":0.6666666,"poor":false},
          {"code":"MEASURES_STOPPED","ruleVersion":"2026.1","confirmed":14,"dismissed":16,"precision":0.4666666,"poor":true},
          {"code":"OVERTIME_OPERATION","ruleVersion":"2026.1","confirmed":8,"dismissed":2,"precision":0.8,"poor":false}],
         "proposed":[{"code":"CLOCK_WRONG","ruleSet":"5d3c0a52-6c0e-5a9b-9d0e-2a5f6f1c7b12","version":"2026.1-2",
                      "proposedAt":"2026-07-11T02:30:00+08:00","confirmed":14,"dismissed":18,"accounts":5,"counties":3,"cafes":11}],
         "fallen":[{"code":"MEASURES_STOPPED","ruleSet":"5d3c0a52-6c0e-5a9b-9d0e-2a5f6f1c7b11","version":"2026.1-1",
                    "from":"2026-07-11T01:30:00+08:00"}]}\
        """;

    @Test
    void aProposalIsShownWithItsFigures() {
        assertThat(text(Language.ZH, ANSWER))
                .contains("建议转为试运行：时钟偏差")
                .contains("共计 32 次核查，其中属实 14 次；来自 5 个账号、3 个县、11 家场所")
                .contains("批准，转为试运行 不采纳");
        assertThat(text(Language.EN, ANSWER))
                .contains("32 checks, of which 14 confirmed, by 5 accounts in 3 counties and 11 cafés");
    }

    @Test
    void sharesAndTheRuleThatFellAreSaid() {
        assertThat(text(Language.ZH, ANSWER))
                .contains("接纳未成年人 2026.1 2 1 核查不足 10 次，不计算")
                .contains("超时营业 2026.1 8 2 80.0 %")
                .contains("疑似擅自停止技术措施 2026.1 14 16 46.7 % 不足一半")
                .contains("疑似擅自停止技术措施：自 2026-07-11 01:30 起转为试运行（规则版本 2026.1-1）。")
                .containsOnlyOnce("不足一半 ");
        assertThat(text(Language.EN, ANSWER))
                .contains("Minor admitted 2026.1 2 1 fewer than 10 checks: no share is worked out")
                .contains("Monitoring possibly switched off: in shadow mode since 2026-07-11 01:30 (rules version"
                        + " 2026.1-1).");
    }

    @Test
    void beforeAnyCheckThereIsNoTable() {
        String nothing = "{\"items\":[],\"proposed\":[],\"fallen\":[]}";

        assertThat(text(Language.ZH, nothing)).contains("还没有核查结果。").doesNotContain("规则版本");
    }

    private static String text(Language language, String answer) {
        var frame = new Frame(
                Words.in(language),
                new Assets(),
                null,
                List.of(),
                Section.PRECISION,
                "/precision",
                false,
                null,
                0,
                Instant.EPOCH,
                Theme.LIGHT,
                new ConsoleSettings(24, "", List.of(), 40));
        return new Templates()
                .render(
                        "trend/precision",
                        frame,
                        new Precisions(
                                PrecisionCalls.LIST.reading().apply(new JsonObject(answer)),
                                new PrecisionPages.Rights(true, true)))
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ");
    }
}
