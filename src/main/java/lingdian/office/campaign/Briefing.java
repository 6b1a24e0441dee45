package lingdian.office.campaign;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lingdian.office.inspection.PremisesKinds;

/**
 * The briefing (工作简报) on one campaign, with the entries behind every figure in its annexes.
 *
 * <p>Built only from the API's answers, so that it states no more than its reader may see.
 */
public record Briefing(String title, List<Block> blocks) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy年M月d日");
    private static final String LOWER_BOUND = "“超过”之后的数字是下限：上报时只写明不少于此数，实际更多。";

    public Briefing {
        blocks = List.copyOf(blocks);
    }

    /**
     * Writes the briefing.
     *
     * @param campaign the answer of {@code GET /campaigns/{id}}
     * @param report the answer of {@code GET /campaigns/{id}/report}
     * @param codes names of violations, by code
     * @throws IllegalStateException if the campaign was changed between the two answers
     */
    public static Briefing of(JsonObject campaign, JsonObject report, PremisesKinds kinds, Map<String, String> codes) {
        var writing = new Writing(report, new AnnexRows(campaign.getJsonArray("entries")), kinds, codes);
        writing.whole(campaign);
        report.getJsonArray("units").forEach(unit -> writing.unit((JsonObject) unit));
        writing.trainingsAndLetters();
        writing.confirmed();
        writing.annexes();
        return new Briefing(campaign.getString("name") + "工作简报", writing.blocks);
    }

    /** Collects the parts in order. */
    private static final class Writing {
        final List<Block> blocks = new ArrayList<>();
        private final JsonObject report;
        private final AnnexRows rows;
        private final PremisesKinds kinds;
        private final Map<String, String> codes;

        Writing(JsonObject report, AnnexRows rows, PremisesKinds kinds, Map<String, String> codes) {
            this.report = report;
            this.rows = rows;
            this.kinds = kinds;
            this.codes = codes;
        }

        void whole(JsonObject campaign) {
            FigureText total = figures(report, "total");
            FigureText nights = figures(report, "nightRounds");
            add("一、总体情况");
            say(day(campaign, "from") + "至" + day(campaign, "to") + "，各参加单位共" + total.sentence() + "。"
                    + rows.cite(total.rows()));
            both(total, nights);
            if (total.isLowerBound() || nights.isLowerBound()) {
                say(LOWER_BOUND);
            }
            say("表中“—”表示没有单独登记。");
            contradictions(report.getJsonArray("contradictions"));
        }

        private void both(FigureText total, FigureText nights) {
            if (!nights.rows().isEmpty()) {
                say(nightRounds(nights));
            }
            if (!total.rows().isEmpty()) {
                blocks.add(table(total, nights));
                chart(total, nights);
            }
        }

        private String nightRounds(FigureText nights) {
            return "其中开展零点行动" + nights.rounds() + "次，" + nights.sentence() + "。零点行动已包含在总数之内，没有重复计算。"
                    + rows.cite(nights.rows());
        }

        private void contradictions(JsonArray ids) {
            if (!ids.isEmpty()) {
                say("请核对：以下登记的数字小于其所包含部分之和。" + rows.cite(ids));
            }
        }

        void unit(JsonObject unit) {
            FigureText total = figures(unit, "total");
            FigureText nights = figures(unit, "nightRounds");
            add("单位情况：" + unit.getString("unit"));
            say(unit.getString("unit") + total.sentence() + "。" + rows.cite(total.rows()));
            if (!nights.rows().isEmpty()) {
                say(nightRounds(nights));
            }
            blocks.add(table(total, nights));
        }

        private Block.Table table(FigureText total, FigureText nights) {
            var lines = new ArrayList<List<String>>();
            lines.add(List.of("零点行动（次）", total.rounds(), nights.rounds()));
            lines.add(List.of("出动人员（人次）", total.of("officers"), nights.of("officers")));
            lines.add(List.of("出动车辆（车次）", total.of("vehicles"), nights.of("vehicles")));
            kinds.kinds().stream()
                    .map(PremisesKinds.Kind::code)
                    .filter(kind ->
                            total.visited().contains(kind) || nights.visited().contains(kind))
                    .forEach(kind -> lines.add(
                            List.of("检查" + total.name(kind) + "（家次）", total.visits(kind), nights.visits(kind))));
            lines.add(List.of("依据（附件1的行）", rows.numbersOf(total.rows()), rows.numbersOf(nights.rows())));
            return new Block.Table(List.of("项目", "合计", "其中零点行动"), lines);
        }

        private void chart(FigureText total, FigureText nights) {
            List<String> shown = kinds.kinds().stream()
                    .map(PremisesKinds.Kind::code)
                    .filter(kind ->
                            total.visited().contains(kind) || nights.visited().contains(kind))
                    .toList();
            if (!shown.isEmpty()) {
                blocks.add(new Block.Bars(
                        "检查场所（家次；“超过”者以下限作图）",
                        shown.stream().map(total::name).toList(),
                        List.of(
                                new Block.Series(
                                        "合计", shown.stream().map(total::number).toList()),
                                new Block.Series(
                                        "其中零点行动",
                                        shown.stream().map(nights::number).toList()))));
            }
        }

        void trainingsAndLetters() {
            JsonObject trainings = report.getJsonObject("trainings");
            JsonObject letters = report.getJsonObject("letters");
            add("二、培训和责任书");
            say(trainings(trainings) + rows.cite(trainings.getJsonArray("rows")));
            say(letters(letters) + rows.cite(letters.getJsonArray("rows")));
        }

        private static String trainings(JsonObject trainings) {
            int held = trainings.getInteger("held");
            JsonObject cafes = trainings.getJsonObject("cafes");
            String whose = cafes == null ? "" : "，" + FigureText.count(cafes) + "家网吧的安全员和业主参加";
            return held == 0 ? "没有登记培训。" : "举办培训" + held + "次" + whose + "。";
        }

        private static String letters(JsonObject letters) {
            JsonObject number = letters.getJsonObject("number");
            if (!letters.getBoolean("signed")) {
                return "没有登记守法经营责任书。";
            }
            return number == null ? "签订了守法经营责任书（份数没有登记）。" : "签订守法经营责任书" + FigureText.count(number) + "份。";
        }

        void confirmed() {
            add("三、认定属实的违规行为");
            JsonObject byCode = report.getJsonObject("confirmed");
            if (byCode.isEmpty()) {
                say("本次行动的检查没有认定属实的违规行为（以本单位可以查看的为限）。");
                return;
            }
            var lines = new ArrayList<List<String>>();
            byCode.fieldNames()
                    .forEach(code -> lines.add(List.of(
                            codes.getOrDefault(code, code),
                            byCode.getJsonObject(code).getInteger("number").toString())));
            blocks.add(new Block.Table(List.of("违规行为", "属实（起）"), lines));
            say("以本单位可以查看的为限；各起编号见附件2。");
        }

        void annexes() {
            add("附件1：各项数字所依据的登记");
            blocks.add(rows.table());
            JsonObject byCode = report.getJsonObject("confirmed");
            if (!byCode.isEmpty()) {
                add("附件2：认定属实的违规行为编号");
                var lines = new ArrayList<List<String>>();
                byCode.fieldNames()
                        .forEach(code -> byCode.getJsonObject(code)
                                .getJsonArray("rows")
                                .forEach(id -> lines.add(List.of(codes.getOrDefault(code, code), (String) id))));
                blocks.add(new Block.Table(List.of("违规行为", "编号"), lines));
            }
        }

        private FigureText figures(JsonObject of, String member) {
            return new FigureText(of.getJsonObject(member), kinds);
        }

        private static String day(JsonObject campaign, String member) {
            return LocalDate.parse(campaign.getString(member)).format(DAY);
        }

        private void add(String heading) {
            blocks.add(new Block.Heading(heading));
        }

        private void say(String sentences) {
            blocks.add(new Block.Paragraph(sentences));
        }
    }
}
