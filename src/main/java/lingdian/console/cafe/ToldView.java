package lingdian.console.cafe;

import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.office.cafe.CafeDetail;
import lingdian.office.casework.OwnCaseDetail;
import lingdian.office.message.MessageSummary;
import lingdian.office.query.Page;

/**
 * What the authorities told an operator's café: their messages, and the papers that were served on it.
 *
 * @param messages the newest first
 * @param isWhole whether there are no older messages
 * @param papers those of the newest case first
 * @param objected the violations of its cases to which it objected
 * @param steps how far the cases are that somebody has taken on, by violation
 * @param offices that handle its cases or are competent for it, and have entered their telephone
 */
record ToldView(
        List<Message> messages,
        boolean isWhole,
        List<Paper> papers,
        Set<String> objected,
        Map<String, String> steps,
        List<Office> offices) {
    static final ToldView NONE = new ToldView(List.of(), true, List.of(), Set.of(), Map.of(), List.of());
    private static final String LEAD = "lead";

    ToldView {
        messages = List.copyOf(messages);
        papers = List.copyOf(papers);
        objected = Set.copyOf(objected);
        steps = Map.copyOf(steps);
        offices = List.copyOf(offices);
    }

    /** Whom the café can call. */
    record Office(String name, String telephone) {}

    /** One message. */
    record Message(MessageSummary summary) {
        @Override
        public String toString() {
            return "Message"; // free text
        }
    }

    /** @param path of its page. @param at when it was made */
    record Paper(String path, String kind, String number, OffsetDateTime at) {}

    static ToldView of(Page<MessageSummary> messages, List<OwnCaseDetail> cases, List<CafeDetail.Competent> competent) {
        return new ToldView(
                messages.items().stream().map(Message::new).toList(),
                messages.next() == null,
                cases.stream()
                        .flatMap(one -> one.served().stream()
                                .map(paper -> new Paper(one.path(paper), paper.kind(), paper.number(), paper.at())))
                        .toList(),
                objected(cases),
                steps(cases),
                offices(cases, competent));
    }

    private static Map<String, String> steps(List<OwnCaseDetail> cases) {
        var steps = new HashMap<String, String>();
        cases.stream()
                .filter(one -> !one.step().equals(LEAD))
                .forEach(one -> one.violations()
                        .forEach(found -> steps.putIfAbsent(found.id().toString(), one.step())));
        return steps;
    }

    /** Those that handle its cases first: a café that has moved has cases of offices that are not its own. */
    private static List<Office> offices(List<OwnCaseDetail> cases, List<CafeDetail.Competent> competent) {
        return Stream.concat(
                        cases.stream().map(one -> new Office(one.office(), one.telephone())),
                        competent.stream().map(one -> new Office(one.name(), one.telephone())))
                .filter(one -> !one.telephone().isEmpty())
                .distinct()
                .toList();
    }

    private static Set<String> objected(List<OwnCaseDetail> cases) {
        return cases.stream()
                .flatMap(one -> one.violations().stream())
                .filter(OwnCaseDetail.Found::objected)
                .map(one -> one.id().toString())
                .collect(Collectors.toSet());
    }

    @Override
    public String toString() {
        return "ToldView"; // free text
    }
}
