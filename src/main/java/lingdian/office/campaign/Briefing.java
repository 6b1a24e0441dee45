package lingdian.office.campaign;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import lingdian.office.inspection.PremisesKinds;
import org.jspecify.annotations.Nullable;

/**
 * The briefing (工作简报) on one campaign as an official letter, with the entries behind every figure in its annex.
 *
 * <p>Built only from the API's answers, so that it states no more than its reader may see: the region that issued the
 * campaign has every region in it, a region that joined its own figures.
 *
 * @param office whose letter it is; empty if nobody has entered its name
 * @param number how it is numbered (发文字号), with a gap for the number
 */
public record Briefing(String office, String number, String title, List<Block> blocks) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy年M月d日");
    private static final String LOWER_BOUND = "“超过”之后的数字是下限：上报时只写明不少于此数，实际更多。";
    private static final String ANNEX = "各项数字所依据的登记";
    private static final String[] NUMBERS = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};

    public Briefing {
        blocks = List.copyOf(blocks);
    }

    /**
     * What a briefing is written with, besides figures.
     *
     * @param codes names of violations, by code
     * @param regions names a region, by its code
     * @param office the name of the office that writes it; empty if unknown
     * @param date of the letter
     */
    public record Terms(
            PremisesKinds kinds,
            Map<String, String> codes,
            UnaryOperator<String> regions,
            String office,
            LocalDate date) {
        public Terms {
            codes = Map.copyOf(codes);
        }
    }

    /**
     * Writes the briefing.
     *
     * @param campaign the answer of {@code GET /campaigns/{id}}
     * @param report the answer of {@code GET /campaigns/{id}/report}
     * @throws IllegalStateException if the campaign was changed between the two answers
     */
    public static Briefing of(JsonObject campaign, JsonObject report, Terms terms) {
        var writing = new Writing(
                report, new AnnexRows(campaign.getJsonArray("entries"), terms.kinds(), terms.regions()), terms);
        writing.whole(campaign);
        writing.regions();
        writing.units();
        writing.trainingsAndLetters();
        writing.confirmed();
        writing.toWrite();
        writing.end();
        return new Briefing(
                terms.office(),
                "〔" + terms.date().getYear() + "〕　　号",
                campaign.getString("name") + "工作简报",
                writing.blocks);
    }

    /** Collects the parts in order. */
    private static final class Writing {
        final List<Block> blocks = new ArrayList<>();
        private final JsonObject report;
        private final AnnexRows rows;
        private final PremisesKinds kinds;
        private final Terms terms;
        private int sections;

        Writing(JsonObject report, AnnexRows rows, Terms terms) {
            this.report = report;
            this.rows = rows;
            this.terms = terms;
            this.kinds = terms.kinds();
        }

        void whole(JsonObject campaign) {
            FigureText total = figures(report, "total");
            FigureText nights = figures(report, "nightRounds");
            section("总体情况");
            basis(campaign);
            say(day(campaign, "from") + "至" + day(campaign, "to") + "，各参加单位共" + total.sentence() + "。"
                    + rows.cite(total.rows()));
            both(total, nights);
            if (total.isLowerBound() || nights.isLowerBound()) {
                say(LOWER_BOUND);
            }
            say("表中“—”表示没有单独登记。");
            contradictions(report.getJsonArray("contradictions"));
        }

        private void basis(JsonObject campaign) {
            JsonObject own = campaign.getJsonObject("own");
            String issued = papers(campaign);
            String issuer = terms.regions().apply(campaign.getString("region"));
            say("本次行动由" + issuer + "组织开展" + (issued.isEmpty() ? "。" : "（" + issued + "）。"));
            campaign.getJsonArray("participants").stream()
                    .map(JsonObject.class::cast)
                    .filter(one -> one.getString("region").equals(own.getString("region")))
                    .map(Writing::papers)
                    .filter(papers -> !papers.isEmpty())
                    .forEach(papers -> say("本地区参加行动的依据：" + papers + "。"));
        }

        private static String papers(JsonObject basis) {
            var papers = new ArrayList<String>();
            paper(papers, "通知", basis.getJsonObject("notice"));
            if (basis.getString("plan") != null) {
                papers.add("年度检查计划：" + basis.getString("plan"));
            }
            paper(papers, "政府批准", basis.getJsonObject("approval"));
            return String.join("；", papers);
        }

        private static void paper(List<String> papers, String name, @Nullable JsonObject paper) {
            if (paper != null) {
                papers.add(name + "：" + paper.getString("number") + "，" + day(paper, "date"));
            }
        }

        /** The regions of the issuer's campaign; a region that joined reports only on itself. */
        void regions() {
            List<JsonObject> all = report.getJsonArray("regions").stream()
                    .map(JsonObject.class::cast)
                    .toList();
            List<JsonObject> below =
                    all.stream().filter(one -> !one.getBoolean("issuer")).toList();
            if (below.isEmpty() || !all.getFirst().getBoolean("issuer")) {
                return;
            }
            section("各地进展");
            say(joined(below));
            blocks.add(progress(all));
            blocks.add(new Block.Bars(
                    "各地检查和出动（“超过”以下限作图）",
                    below.stream().map(this::name).toList(),
                    List.of(
                            new Block.Series("检查场所（家次）", numbers(below, one -> visits(one))),
                            new Block.Series("出动人员（人次）", numbers(below, one -> one.getJsonObject("officers"))))));
        }

        private String joined(List<JsonObject> regions) {
            List<String> joined = names(regions, true);
            List<String> missing = names(regions, false);
            return "下辖地区中已参加" + joined.size() + "个" + listed(joined) + "，尚未参加" + missing.size() + "个" + listed(missing)
                    + "。";
        }

        private List<String> names(List<JsonObject> regions, boolean joined) {
            return regions.stream()
                    .filter(one -> one.getBoolean("joined") == joined)
                    .map(this::name)
                    .toList();
        }

        private static String listed(List<String> names) {
            return names.isEmpty() ? "" : "（" + String.join("、", names) + "）";
        }

        private Block.Table progress(List<JsonObject> regions) {
            var lines = new ArrayList<List<String>>();
            for (JsonObject one : regions) {
                FigureText total = figures(one, "total");
                lines.add(List.of(
                        name(one) + (one.getBoolean("issuer") ? "（本级）" : ""),
                        one.getBoolean("issuer") ? "发起" : one.getBoolean("joined") ? "已参加" : "尚未参加",
                        figures(one, "nightRounds").rounds(),
                        total.of("officers"),
                        total.visits(PremisesKinds.INTERNET_CAFE),
                        total.visits(kinds.kinds().getFirst().code()),
                        rows.numbersOf(total.rows())));
            }
            return new Block.Table(
                    List.of("地区", "参加情况", "零点行动（次）", "出动人员（人次）", "检查网吧（家次）", "检查场所（家次）", "依据（附件的行）"),
                    List.of(18, 14, 12, 14, 14, 14, 14),
                    lines);
        }

        private String name(JsonObject region) {
            return terms.regions().apply(region.getString("region"));
        }

        private JsonObject visits(JsonObject total) {
            return total.getJsonObject("visits")
                    .getJsonObject(kinds.kinds().getFirst().code(), new JsonObject().put("number", 0));
        }

        private static List<Long> numbers(List<JsonObject> regions, Function<JsonObject, JsonObject> figure) {
            return regions.stream()
                    .map(one -> figure.apply(one.getJsonObject("total")).getLong("number"))
                    .toList();
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

        void units() {
            JsonArray units = report.getJsonArray("units");
            if (!units.isEmpty()) {
                section("各单位情况");
                for (int i = 0; i < units.size(); i++) {
                    unit(i, units.getJsonObject(i));
                }
            }
        }

        private void unit(int number, JsonObject unit) {
            FigureText total = figures(unit, "total");
            FigureText nights = figures(unit, "nightRounds");
            String ordinal = number < NUMBERS.length ? "（" + NUMBERS[number] + "）" : number + 1 + ".";
            blocks.add(new Block.Heading(2, ordinal + unit.getString("unit")));
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
            lines.add(List.of("依据（附件的行）", rows.numbersOf(total.rows()), rows.numbersOf(nights.rows())));
            return new Block.Table(List.of("项目", "合计", "其中零点行动"), List.of(2, 1, 1), lines);
        }

        private void chart(FigureText total, FigureText nights) {
            List<String> shown = kinds.kinds().stream()
                    .map(PremisesKinds.Kind::code)
                    .filter(kind ->
                            total.visited().contains(kind) || nights.visited().contains(kind))
                    .toList();
            if (!shown.isEmpty()) {
                blocks.add(new Block.Bars(
                        "检查场所（家次，“超过”以下限作图）",
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
            section("培训和责任书");
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
            section("认定属实的违规行为");
            JsonObject byCode = report.getJsonObject("confirmed");
            if (byCode.isEmpty()) {
                say("本次行动的检查没有认定属实的违规行为（以本单位可以查看的为限）。");
                return;
            }
            var lines = new ArrayList<List<String>>();
            for (String code : byCode.fieldNames()) {
                JsonObject confirmed = byCode.getJsonObject(code);
                lines.add(List.of(
                        terms.codes().getOrDefault(code, code),
                        confirmed.getInteger("number").toString(),
                        rows.numbersOfInspections(confirmed.getJsonArray("inspections"))));
            }
            blocks.add(new Block.Table(List.of("违规行为", "属实（起）", "依据（附件的行）"), lines));
            say("以本单位可以查看的为限。");
        }

        /** What no figure says, and only the office knows. */
        void toWrite() {
            section("存在的问题");
            blocks.add(new Block.ToWrite("（请填写存在的问题）"));
            section("下一步工作");
            blocks.add(new Block.ToWrite("（请填写下一步工作）"));
        }

        void end() {
            blocks.add(new Block.Signature(
                    List.of(ANNEX), terms.office(), terms.date().format(DAY)));
            blocks.add(new Block.Annex("附件", ANNEX));
            blocks.add(rows.table());
        }

        private FigureText figures(JsonObject of, String member) {
            return new FigureText(of.getJsonObject(member), kinds);
        }

        private static String day(JsonObject campaign, String member) {
            return LocalDate.parse(campaign.getString(member)).format(DAY);
        }

        private void section(String heading) {
            blocks.add(new Block.Heading(1, NUMBERS[sections++] + "、" + heading));
        }

        private void say(String sentences) {
            blocks.add(new Block.Paragraph(sentences));
        }
    }
}
