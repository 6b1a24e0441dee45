package lingdian.office.violation;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.InspectionId;
import lingdian.law.statute.LawText;
import lingdian.office.file.AttachmentSummary;
import lingdian.office.query.JsonValues;
import lingdian.office.query.PersonSummary;
import org.jspecify.annotations.Nullable;

/**
 * A violation with its grounds and the history of its case.
 *
 * @param person masked; empty where it is about no one person
 * @param comments none where the reader is the café
 */
public record ViolationDetail(
        ViolationSummary summary,
        Grounds grounds,
        Optional<PersonSummary> person,
        List<CaseStep> steps,
        List<CaseStep> comments,
        List<SaidObjection> objections) {
    public ViolationDetail {
        steps = List.copyOf(steps);
        comments = List.copyOf(comments);
        objections = List.copyOf(objections);
    }

    /**
     * Why it was found, and whom it concerns.
     *
     * @param explained what may explain it; null where nothing is known
     */
    public record Grounds(
            String ruleVersion,
            List<Article> law,
            List<Proof> evidence,
            List<Authority> authorities,
            @Nullable String explained) {
        public Grounds {
            law = List.copyOf(law);
            evidence = List.copyOf(evidence);
            authorities = List.copyOf(authorities);
        }

        /** Whether the articles are of more than one law. */
        public boolean hasSeveralLaws() {
            return law.stream()
                            .map(one -> one.text().replaceFirst("》.*", ""))
                            .distinct()
                            .count()
                    > 1;
        }

        private static Grounds of(JsonObject json) {
            return new Grounds(
                    json.getString("ruleVersion"),
                    JsonValues.all(json, "articles", Article::of),
                    JsonValues.all(json, "evidence", Proof::of),
                    JsonValues.texts(json, "authorities").stream()
                            .map(Authority::of)
                            .toList(),
                    json.getString("explained"));
        }
    }

    /**
     * An article of law.
     *
     * @param standing how well its text is known
     * @param wording null where it is not at hand
     * @param checked whether somebody compared it with the official database
     */
    public record Article(
            String text,
            String version,
            String standing,
            @Nullable String wording,
            boolean checked) {
        /** Whether its wording leaves something out. */
        public boolean isShortened() {
            return wording != null && wording.contains(LawText.LEFT_OUT);
        }

        private static Article of(JsonObject json) {
            return new Article(
                    json.getString("text"),
                    json.getString("version"),
                    json.getString("standing"),
                    json.getString("wording"),
                    json.getString("checked") != null);
        }
    }

    /**
     * Events of one stream.
     *
     * @param elsewhere of a café that the reader may not see; then the rest is empty
     * @param cafe its name; empty where {@code logins} are
     * @param logins of a document that was used at several terminals
     */
    public record Proof(
            boolean elsewhere,
            String placeCode,
            String cafe,
            String stream,
            List<String> numbers,
            List<SeatLogin> logins) {
        public Proof {
            numbers = List.copyOf(numbers);
            logins = List.copyOf(logins);
        }

        private static Proof of(JsonObject json) {
            return new Proof(
                    json.getBoolean("elsewhere", false),
                    json.getString("placeCode", ""),
                    json.getString("cafe", ""),
                    json.getString("stream", ""),
                    JsonValues.texts(json, "seq"),
                    JsonValues.all(json, "logins", SeatLogin::of));
        }
    }

    /** A login that a finding rests on: where and since when. */
    public record SeatLogin(String terminal, OffsetDateTime at) {
        private static SeatLogin of(JsonObject json) {
            return new SeatLogin(json.getString("terminal"), JsonValues.time(json, "startedAt"));
        }
    }

    /**
     * A step of the case, or a comment on it, as {@link CaseEntry} writes it.
     *
     * @param by the name of the account; null where the reader is not told, as are the note and what was found
     * @param inspection that was sent, or that found it
     */
    public record CaseStep(
            int number,
            String action,
            OffsetDateTime at,
            Authority authority,
            @Nullable String by,
            @Nullable InspectionId inspection,
            @Nullable String note,
            @Nullable String found) {
        private static CaseStep of(JsonObject json) {
            JsonObject by = json.getJsonObject("by");
            return new CaseStep(
                    json.getInteger("number"),
                    json.getString("action"),
                    JsonValues.time(json, "at"),
                    Authority.of(json.getString("authority")),
                    by == null ? null : by.getString("name"),
                    InspectionId.orNull(JsonValues.idOrNull(json, "inspection")),
                    json.getString("note"),
                    json.getString("found"));
        }

        @Override
        public String toString() {
            return "CaseStep[" + number + ", " + action + "]"; // notes and names do not belong in a log
        }
    }

    /**
     * What the café says to it, as {@link Objection} writes it.
     *
     * @param by the account that filed it; null where the reader is the café
     */
    public record SaidObjection(
            UUID id,
            int number,
            OffsetDateTime at,
            @Nullable Filer by,
            @Nullable String statement,
            List<AttachmentSummary> files,
            List<SaidAnswer> answers) {
        public SaidObjection {
            files = List.copyOf(files);
            answers = List.copyOf(answers);
        }

        public boolean isAnsweredBy(Authority authority) {
            return answers.stream().anyMatch(answer -> answer.authority() == authority);
        }

        private static SaidObjection of(JsonObject json) {
            return new SaidObjection(
                    JsonValues.id(json, "id"),
                    json.getInteger("number"),
                    JsonValues.time(json, "at"),
                    json.getJsonObject("by") == null ? null : Filer.of(json),
                    json.getString("statement"),
                    JsonValues.all(json, "files", AttachmentSummary::of),
                    JsonValues.all(json, "answers", SaidAnswer::of));
        }

        @Override
        public String toString() {
            return "SaidObjection[" + number + "]"; // a statement is free text
        }
    }

    /**
     * The account that filed an objection.
     *
     * @param since when it had its role, scope and secrets; null: it was not kept
     * @param hoursIfNew for how many hours it had been unchanged, where these are too few to approve
     */
    public record Filer(
            String name,
            @Nullable OffsetDateTime since,
            @Nullable Integer hoursIfNew) {
        private static Filer of(JsonObject objection) {
            return new Filer(
                    objection.getJsonObject("by").getString("name"),
                    JsonValues.timeOrNull(objection, "accountSince"),
                    objection.getInteger("accountAgeHours"));
        }

        @Override
        public String toString() {
            return "Filer[" + since + "]"; // names do not belong in a log
        }
    }

    /** What an authority says to an objection, as {@link ObjectionAnswer} writes it. */
    public record SaidAnswer(
            Authority authority, boolean upheld, @Nullable String text, OffsetDateTime at) {
        private static SaidAnswer of(JsonObject json) {
            return new SaidAnswer(
                    Authority.of(json.getString("authority")),
                    json.getBoolean("upheld"),
                    json.getString("text"),
                    JsonValues.time(json, "at"));
        }

        @Override
        public String toString() {
            return "SaidAnswer[" + authority + "]"; // an answer is free text
        }
    }

    static ViolationDetail of(JsonObject json) {
        return new ViolationDetail(
                ViolationSummary.of(json),
                Grounds.of(json),
                PersonSummary.in(json),
                JsonValues.all(json, "steps", CaseStep::of),
                JsonValues.all(json, "comments", CaseStep::of),
                JsonValues.all(json, "objections", SaidObjection::of));
    }

    /** The number of the last step, 0 where none was taken: another one after it is a conflict. */
    public int lastStep() {
        return steps.isEmpty() ? 0 : steps.getLast().number();
    }

    @Override
    public String toString() {
        return "ViolationDetail[" + summary.id() + "]"; // notes and names do not belong in a log
    }
}
