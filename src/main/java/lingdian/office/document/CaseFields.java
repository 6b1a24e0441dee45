package lingdian.office.document;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.domain.ChinaTime;
import lingdian.law.course.CourseVerb;
import lingdian.law.course.DocumentKind;
import lingdian.law.course.Sanction;
import lingdian.law.course.Trigger;
import lingdian.law.statute.LawText;
import lingdian.office.document.CaseDescription.FoundViolation;
import lingdian.office.document.CaseDescription.NamedOfficer;
import lingdian.office.document.CaseDescription.Party;
import lingdian.office.document.CaseDescription.Progress;
import lingdian.office.document.CaseDescription.SiteVisit;
import org.jspecify.annotations.Nullable;

/** The fields of documents that follow from a case. Pure. */
final class CaseFields {
    private static final int OFFICERS = 2;

    private final Map<String, String> texts = new HashMap<>();

    private CaseFields() {}

    /** Of one that is served on a café, without why officers came: it would often say that somebody complained. */
    static DocumentFields of(CaseDescription described, DocumentKind kind) {
        var fields = new CaseFields();
        fields.put(
                "caseSource",
                kind.isServedOnCafes() ? null : source(described.progress().trigger()));
        fields.party(described.party());
        fields.officers(described.officers());
        fields.violations(described);
        fields.visit(described.visit());
        fields.progress(described.progress());
        fields.sanctions(described.progress().sanctions());
        return new DocumentFields(
                fields.texts,
                described.violations().isEmpty()
                        ? Map.of()
                        : Map.of(
                                "findings",
                                described.violations().stream()
                                        .map(CaseFields::finding)
                                        .toList()));
    }

    private void put(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            texts.put(name, value);
        }
    }

    private void tick(String name, boolean ticked) {
        if (ticked) {
            texts.put(name, DocumentFields.TICKED);
        }
    }

    private void party(Party party) {
        put("partyName", party.name());
        put("partyKind", "互联网上网服务营业场所");
        put("licenceNumber", party.licence());
        put("placeCode", party.placeCode().value());
        put("representative", party.principal());
        put("partyTelephone", party.telephone());
        put("partyAddress", party.address());
        put("place", party.address());
        put("receiver", party.name());
        tick("boxCafe", true);
    }

    private void officers(List<NamedOfficer> officers) {
        for (int i = 0; i < Math.min(OFFICERS, officers.size()); i++) {
            put("officerName" + (i + 1), officers.get(i).name());
            put("officerCertificate" + (i + 1), officers.get(i).certificate());
        }
        if (!officers.isEmpty()) {
            put("contact", officers.getFirst().name());
        }
    }

    private void violations(CaseDescription described) {
        List<FoundViolation> violations = described.violations();
        if (violations.isEmpty()) {
            return;
        }
        String conduct = joined(violations.stream().map(FoundViolation::name), "、");
        put("conduct", conduct);
        put("caseCause", described.party().name() + "涉嫌" + conduct);
        put("conductPeriod", period(violations));
        put("facts", facts(violations, described.violationCount() - violations.size()));
        laws(violations, FoundViolation::breached, "breached");
        laws(violations, FoundViolation::basis, "basis");
    }

    private void laws(List<FoundViolation> violations, Function<FoundViolation, List<LawText>> of, String field) {
        List<LawText> texts = violations.stream()
                .flatMap(one -> of.apply(one).stream())
                .distinct()
                .toList();
        put(field, LawQuote.of(texts));
        put(
                field + "Wording",
                joined(
                        texts.stream()
                                .filter(text -> text.wording() != null && !text.isShortened())
                                .map(text -> text.text() + "：“" + text.wording() + "”"),
                        ""));
    }

    private static String joined(Stream<String> texts, String between) {
        return texts.distinct().collect(Collectors.joining(between));
    }

    private static String facts(List<FoundViolation> violations, int more) {
        return joined(violations.stream().map(FoundViolation::facts).filter(Objects::nonNull), "")
                + (more == 0 ? "" : "另有" + more + "条线索，未逐一列出。");
    }

    private static String period(List<FoundViolation> violations) {
        Instant first = violations.stream()
                .map(FoundViolation::startedAt)
                .min(Instant::compareTo)
                .orElseThrow();
        boolean running = violations.stream().anyMatch(one -> one.endedAt() == null);
        Instant last = running
                ? null
                : violations.stream()
                        .map(FoundViolation::endedAt)
                        .filter(Objects::nonNull)
                        .max(Instant::compareTo)
                        .orElse(null);
        return period(first, last);
    }

    private static String period(Instant from, @Nullable Instant to) {
        return "自" + ChineseTime.minute(from) + (to == null ? "起" : "至" + ChineseTime.minute(to));
    }

    private static Map<String, String> finding(FoundViolation one) {
        var item = new HashMap<String, String>();
        item.put("name", one.name());
        item.put("period", period(one.startedAt(), one.endedAt()));
        item.put("facts", Objects.requireNonNullElse(one.facts(), ""));
        item.put(
                "law",
                LawQuote.of(Stream.concat(one.breached().stream(), one.basis().stream())
                        .toList()));
        return item;
    }

    private void visit(@Nullable SiteVisit visit) {
        if (visit == null) {
            return;
        }
        visit.found().entrySet().stream()
                .filter(found -> FieldCatalogue.SHIPPED.knows(found.getKey()))
                .forEach(found -> put(found.getKey(), found.getValue()));
        put("beginsAt", visit.from() == null ? null : ChineseTime.minute(visit.from()));
        put("endsAt", visit.to() == null ? null : ChineseTime.minute(visit.to()));
    }

    private void progress(Progress progress) {
        put("caseNumber", progress.number());
        put("openedOn", ChineseTime.day(progress.openedAt()));
        put("decisionNumber", progress.decisionNumber());
        Map.of(
                        CourseVerb.CHECK, "checkedOn",
                        CourseVerb.FILE, "filedOn",
                        CourseVerb.NOTIFY, "notifiedOn",
                        CourseVerb.DECIDE, "decidedOn")
                .forEach((verb, field) -> {
                    Instant at = progress.taken().get(verb);
                    put(field, at == null ? null : ChineseTime.day(at));
                });
    }

    /** In the words of the culture market's forms. */
    private static @Nullable String source(@Nullable Trigger trigger) {
        return trigger == null
                ? null
                : switch (trigger) {
                    case DATA_MONITORING -> "数据监测";
                    case COMPLAINT -> "群众举报";
                    case TRANSFER -> "部门移送";
                    case PLAN -> "日常检查";
                    case SPECIAL -> "专项检查";
                    case APPLICATION -> "当事人申请";
                    case SURPRISE -> "突击检查";
                };
    }

    private void sanctions(List<Sanction> sanctions) {
        put("sanctions", joined(sanctions.stream().map(CaseFields::words), "；"));
        for (Sanction one : sanctions) {
            tick("boxWarning", one instanceof Sanction.Warning);
            tick("boxConfiscation", one instanceof Sanction.Confiscation);
            tick("boxRevocation", one instanceof Sanction.Revocation);
            if (one instanceof Sanction.Fine fine) {
                tick("boxFine", true);
                put("fineYuan", String.valueOf(fine.yuan()));
            }
            if (one instanceof Sanction.Suspension suspension) {
                tick("boxSuspension", true);
                put("suspensionDays", String.valueOf(days(suspension)));
            }
        }
    }

    private static String words(Sanction sanction) {
        return switch (sanction) {
            case Sanction.Warning ignored -> "警告";
            case Sanction.Fine fine -> "罚款人民币" + fine.yuan() + "元";
            case Sanction.Confiscation ignored -> "没收违法所得、非法财物";
            case Sanction.Suspension suspension ->
                "责令停业整顿" + days(suspension) + "日（" + period(suspension.from(), suspension.to()) + "）";
            case Sanction.Revocation revocation -> {
                Instant from = revocation.from();
                yield "吊销《网络文化经营许可证》" + (from == null ? "" : "（自" + ChineseTime.minute(from) + "起）");
            }
            case Sanction.None ignored -> "不予行政处罚";
            case Sanction.Withdrawn ignored -> "撤销案件";
        };
    }

    /** A day that has begun counts whole. */
    private static long days(Sanction.Suspension suspension) {
        var from = suspension.from().atZone(ChinaTime.ZONE);
        var to = suspension.to().atZone(ChinaTime.ZONE);
        long whole = ChronoUnit.DAYS.between(from, to);
        return from.plusDays(whole).isBefore(to) ? whole + 1 : whole;
    }
}
