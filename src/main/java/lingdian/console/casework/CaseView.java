package lingdian.console.casework;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.console.frame.Choice;
import lingdian.console.frame.KeyCut;
import lingdian.domain.Authority;
import lingdian.domain.ViolationId;
import lingdian.law.course.Trigger;
import lingdian.office.cafe.CafeDetail;
import lingdian.office.casework.CaseDetail;
import lingdian.office.violation.ViolationDetail;
import lingdian.office.violation.ViolationDetail.SaidObjection;
import org.jspecify.annotations.Nullable;

/**
 * The file of one case.
 *
 * @param row as the worklist shows it
 * @param step the name of its step
 * @param lines its history, the newest first
 * @param dismissals of findings, each on its own page
 * @param objections of the café that its authority has not answered, the oldest first
 * @param form input that was not accepted
 */
record CaseView(
        WorklistRow row,
        String step,
        CafeDetail cafe,
        List<FindingLine> findings,
        List<Law> laws,
        List<DueLine> deadlines,
        List<HistoryLine> lines,
        List<HistoryLine> dismissals,
        List<Objecting> objections,
        Choices choices,
        CaseForm form,
        String now) {
    /** Those that do not lead on. */
    private static final Set<String> ASIDE = Set.of("comment", "transfer", "merge", "reopen");

    private static final String ORDER = "rectification-order";

    /** Those that find a violation proved, or act on it. */
    private static final Set<String> DISPUTED = Set.of("check", "correct", "spot", "file", "decide");

    /** Those that nothing takes back: they ask first, and look different. */
    static final Set<String> GRAVE = Set.of("spot", "decide", "decline", "transfer", "merge");

    CaseView {
        findings = List.copyOf(findings);
        laws = List.copyOf(laws);
        deadlines = List.copyOf(deadlines);
        lines = List.copyOf(lines);
        dismissals = List.copyOf(dismissals);
        objections = List.copyOf(objections);
    }

    /** What the café says to one of the findings. @param path of its answer */
    record Objecting(ViolationId violation, String about, SaidObjection said, String path) {
        @Override
        public String toString() {
            return "Objecting[" + violation + "]"; // a summary is about people
        }
    }

    /** Whether a form decides on what the café objects to. */
    boolean isDisputed(String action) {
        return DISPUTED.contains(action) && !objections.isEmpty();
    }

    /**
     * @param lasted how long it has gone on, until the browser counts on; empty if it is over
     * @param cut when the café had no key meanwhile; null where that is not so, or does not matter
     */
    record FindingLine(
            CaseDetail.Finding finding,
            String summary,
            String lasted,
            @Nullable KeyCut cut) {
        String since() {
            return finding.startedAt().toInstant().toString();
        }
    }

    /** The articles that the findings of one rule quote. */
    record Law(String code, List<ViolationDetail.Article> articles) {
        Law {
            articles = List.copyOf(articles);
        }

        @Override
        public String toString() {
            return "Law[" + code + "]"; // articles are long
        }
    }

    /**
     * What the forms offer.
     *
     * @param inspections of the café
     * @param cases other open ones of the café
     * @param documents the kinds that belong to the step
     * @param otherDocuments all other kinds
     * @param sanctioned what was decided, in words
     * @param onRound whether the reader put the café on tonight's round
     */
    record Choices(
            List<Choice> colleagues,
            List<Choice> inspections,
            List<Choice> cases,
            List<String> documents,
            List<String> otherDocuments,
            String sanctioned,
            boolean onRound) {
        Choices {
            colleagues = List.copyOf(colleagues);
            inspections = List.copyOf(inspections);
            cases = List.copyOf(cases);
        }
    }

    CaseDetail detail() {
        return row.detail();
    }

    String id() {
        return detail().id().toString();
    }

    /** How many findings the case has, of which {@link #findings} has the first, and one of each sort, where they are very many. */
    int count() {
        return detail().violationCount();
    }

    /** What was decided, in words; empty where nothing was. */
    String sanctions() {
        return choices.sanctioned();
    }

    /** Whether an order to correct was recorded and its paper is still to be made, or was made void. */
    boolean needsOrder() {
        return detail().progress().step().equals("correcting")
                && detail().papers().documents().stream()
                        .noneMatch(one -> one.kind().equals(ORDER) && !one.isVoid());
    }

    /** The kind of document that the form begins with. */
    boolean isChosenDocument(String kind) {
        return kind.equals(ORDER) && needsOrder();
    }

    List<String> triggers() {
        return Arrays.stream(Trigger.values()).map(Trigger::wire).toList();
    }

    /** The reason to come that the form begins with. */
    String trigger() {
        String own = detail().about().trigger();
        return form.value("assign", "trigger", own.isEmpty() ? Trigger.DATA_MONITORING.wire() : own);
    }

    /** Whether the form begins with this account as one of the officers: the reader, where nobody deals with the case. */
    boolean isChosen(String account) {
        return form.isOf("assign")
                ? form.has("assign", "officer", account)
                : detail().officers().isEmpty()
                        ? choices.colleagues().getFirst().value().equals(account)
                        : detail().officers().stream()
                                .anyMatch(one -> one.account().equals(account));
    }

    /** The officers without an account, a line each. */
    String strangers() {
        return detail().officers().stream()
                .filter(one -> one.account().isEmpty())
                .map(one -> (one.name() + " " + one.certificate()).strip())
                .collect(Collectors.joining("\n"));
    }

    /** Whether inspections or complaints belong to it, or complaints once did. */
    boolean hasLinks() {
        CaseDetail.Papers papers = detail().papers();
        return !papers.inspections().isEmpty()
                || !papers.complaints().isEmpty()
                || !papers.formerComplaints().isEmpty();
    }

    /** When an inspection was and what kind, where that is known. */
    String inspection(String id, String otherwise) {
        return choices.inspections().stream()
                .filter(one -> one.value().equals(id))
                .map(Choice::name)
                .findFirst()
                .orElse(otherwise);
    }

    /** The actions and what became of the findings besides, the newest first. */
    List<HistoryLine> history() {
        return Stream.concat(lines.stream(), dismissals.stream())
                .sorted(Comparator.comparing(HistoryLine::at).reversed())
                .toList();
    }

    /** Whether nothing is left to check: its authority dismissed every finding, and the case can be closed. */
    boolean isRefuted() {
        return isDismissed() && findings.stream().noneMatch(one -> one.finding().untrueElsewhere());
    }

    /** Whether the case can be closed because the other authority dismissed what this one has not checked. */
    boolean isRefutedElsewhere() {
        return isDismissed()
                && findings.stream()
                        .map(FindingLine::finding)
                        .anyMatch(one -> one.untrueElsewhere() && one.outcome().isEmpty());
    }

    private boolean isDismissed() {
        return !findings.isEmpty()
                && findings.stream().map(FindingLine::finding).allMatch(one -> one.untrue() || one.untrueElsewhere())
                && detail().progress().open().contains("close");
    }

    /** The other authority. */
    String otherAuthority() {
        return (isOfPolice() ? Authority.CULTURE : Authority.PUBLIC_SECURITY).wire();
    }

    /** The note that a form begins with: a refuted case is closed for the reasons of its dismissals. */
    String note(String action) {
        String reasons = dismissals.stream()
                .map(HistoryLine::note)
                .filter(note -> !note.isEmpty())
                .distinct()
                .collect(Collectors.joining("；"));
        return form.value(action, "note", action.equals("close") && isRefuted() ? reasons : "");
    }

    /** The actions that lead on, the first of them what there is to do now. */
    List<String> ahead() {
        return detail().progress().open().stream()
                .filter(one -> !isAside(one))
                .sorted(Comparator.comparing(one -> !(isRefuted() && one.equals("close"))))
                .toList();
    }

    /** The key of what comes next, in words; empty where nothing leads on, or the reader may do nothing. */
    String next() {
        if (ahead().isEmpty()) {
            return "";
        }
        String step = detail().progress().step();
        return isRefuted() ? "refuted" : isOfPolice() && step.equals("checked") ? step + "-police" : step;
    }

    boolean isOfPolice() {
        return detail().about().authority().equals("public-security");
    }

    List<String> aside() {
        return detail().progress().open().stream().filter(this::isAside).toList();
    }

    private boolean isAside(String action) {
        String step = detail().progress().step();
        return ASIDE.contains(action)
                || action.equals("assign") && !step.equals("lead")
                || action.equals("close")
                        && !isRefuted()
                        && Set.of("lead", "assigned", "checked").contains(step);
    }

    /** The findings that the reader may say are false, each on its own page. */
    List<FindingLine> refutable() {
        return findings.stream()
                .filter(one ->
                        one.finding().outcome().isEmpty() && one.finding().isUndecided())
                .toList();
    }

    boolean isGrave(String action) {
        return GRAVE.contains(action);
    }

    /** What a check says of all findings: what was typed, or what was decided of each on its own page; empty where they differ. */
    String outcome() {
        return form.value("check", "outcome", decided());
    }

    /** What a check says of one finding, where it does not say it of all. */
    String outcome(FindingLine one) {
        return form.value("check", "outcome." + one.finding().id(), decided().isEmpty() ? onItsPage(one) : "");
    }

    private String decided() {
        List<String> all = findings.stream().map(CaseView::onItsPage).distinct().toList();
        return all.size() == 1 ? all.getFirst() : "";
    }

    private static String onItsPage(FindingLine one) {
        if (one.finding().untrueElsewhere()) {
            return one.finding().outcome();
        }
        return switch (one.finding().progress()) {
            case "confirmed" -> "true";
            case "dismissed" -> "untrue";
            case "unverifiable" -> "unverifiable";
            default -> "";
        };
    }

    /** The police take a case on where culture files one. A case with which nobody deals can be taken over. */
    String wordOf(String action) {
        if (action.equals("assign") && detail().officers().isEmpty()) {
            return "assign-first";
        }
        return isOfPolice() && Set.of("file", "decline").contains(action) ? action + "-police" : action;
    }

    /** Whether the note must be given. */
    boolean needsNote(String action) {
        return Set.of("decline", "close", "reopen", "transfer", "comment").contains(action);
    }

    /** Whether the action that was refused because the case has moved is still possible. */
    boolean isStillOpen() {
        return detail().progress().open().contains(form.action());
    }

    /** What others did since the officer saw the case, the newest first. */
    List<HistoryLine> news() {
        CaseForm.Conflict conflict = form.conflict();
        return conflict == null ? List.of() : lines.subList(0, Math.max(0, lines.size() - conflict.seen()));
    }

    /** How many violations joined meanwhile. */
    int joined() {
        CaseForm.Conflict conflict = form.conflict();
        return conflict == null ? 0 : Math.max(0, count() - conflict.findings());
    }

    /** What was typed into a form that has no place any more. */
    List<String> kept() {
        var kept = new ArrayList<String>();
        for (String field : List.of("note", "demand", "others", "to", "items", "yuan")) {
            String typed = form.value(form.action(), field, "");
            if (!typed.isEmpty()) {
                kept.add(typed);
            }
        }
        return kept;
    }

    @Override
    public String toString() {
        return "CaseView[" + detail().id() + "]"; // notes and names do not belong in a log
    }
}
