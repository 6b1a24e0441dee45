package lingdian.console.frame;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lingdian.access.account.Account;
import lingdian.access.account.SignedInAccount;
import lingdian.access.signin.Language;
import lingdian.access.signin.Theme;
import lingdian.domain.VisibleText;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.api.CallerKind;
import lingdian.office.api.InProcessApi;
import lingdian.office.api.InTurn;
import lingdian.office.approval.ApprovalCalls;
import lingdian.office.approval.WaitingApprovals;
import lingdian.office.file.FileName;
import lingdian.platform.http.Problem;
import lingdian.platform.http.SlicedAnswer;
import lingdian.platform.text.PageTimes;
import org.jspecify.annotations.Nullable;

/**
 * One page request by a signed-in user; a request that changes something comes from a page of the service.
 *
 * <p>A page can only call the {@link InProcessApi}, and answer with a template, a file or a redirection.
 */
public final class PageCall {
    /** Allows only our own script and style files: nothing inline, no frames, no form that posts to another site. */
    private static final String PICTURES = "img-src 'self' data:";

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; " + PICTURES
            + "; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String NOTICE = "did";

    private final RoutingContext routing;
    private final InProcessApi api;
    private final Templates templates;
    private final Assets assets;
    private final @Nullable SignedInAccount sitting;
    private final Words words;
    private final Instant now;
    private final ConsoleSettings settings;
    private final PagePaths paths;
    private String policy = POLICY;
    /** About how many characters the page shows: those of all answers to its questions. */
    private long size;

    PageCall(
            RoutingContext routing,
            InProcessApi api,
            Templates templates,
            Assets assets,
            @Nullable SignedInAccount sitting,
            Instant now,
            ConsoleSettings settings,
            PagePaths paths) {
        this.routing = routing;
        this.api = api;
        this.templates = templates;
        this.assets = assets;
        this.sitting = sitting;
        this.now = now;
        this.settings = settings;
        this.paths = paths;
        this.words = Words.in(Language.of(routing));
    }

    /** Calls the API as the reader; fails with the problem that the API returns. */
    public <A> Future<A> ask(ApiRequest<A> asked) {
        return api.ask(
                Objects.requireNonNull(sitting, "only who is signed in asks"),
                routing.request(),
                asked,
                read -> size += read);
    }

    /** Calls it for each of some; those that it refuses are missing from the answers. */
    public <A> Future<List<A>> askEach(Stream<ApiRequest<A>> asked) {
        List<Future<A>> answers = asked.map(this::ask).toList();
        return Future.join(answers)
                .otherwiseEmpty()
                .map(all -> answers.stream()
                        .filter(Future::succeeded)
                        .map(Future::result)
                        .toList());
    }

    /**
     * Calls it for each of some, one after another, so that other pages of the reader come between; those that it refuses
     * are missing from the answers. Goes no further once the reader has left, or may not call it any more.
     */
    public <A> Future<List<A>> askInTurn(List<ApiRequest<A>> asked) {
        return InTurn.each(asked, this::askOrNot)
                .map(answers -> answers.stream().flatMap(Optional::stream).toList());
    }

    private <A> Future<Optional<A>> askOrNot(ApiRequest<A> asked) {
        return routing.response().closed()
                ? Future.failedFuture(new HttpClosedException("the client left"))
                : ask(asked)
                        .map(Optional::of)
                        .recover(failure -> isOfOne(failure)
                                ? Future.succeededFuture(Optional.empty())
                                : Future.failedFuture(failure));
    }

    /** Whether a refusal says nothing of further calls: neither did the session end, nor did the rights. */
    private static boolean isOfOne(Throwable failure) {
        return failure instanceof Problem.Thrown refused
                && refused.problem().status() != 401
                && refused.problem().status() != 403;
    }

    /** Whether the reader's role may call an operation. */
    public boolean may(ApiOperation<?> operation) {
        return sitting != null && api.may(sitting.account(), operation);
    }

    /** Whether a kind of caller may call an operation, as the document of the API says. */
    public boolean may(CallerKind who, ApiOperation<?> operation) {
        return api.may(who, operation);
    }

    /** The sections that the reader may open, in order. */
    public List<Section> sections() {
        return Section.of(api, account());
    }

    HttpServerRequest request() {
        return routing.request();
    }

    public Account account() {
        return Objects.requireNonNull(sitting, "only who is signed in has an account")
                .account();
    }

    /** A time as pages write it; empty for null. */
    public String moment(@Nullable OffsetDateTime at) {
        return times().moment(at);
    }

    /** How this page writes times. */
    public PageTimes times() {
        return words.times(now);
    }

    /** When the request came, by the server's clock. */
    public Instant now() {
        return now;
    }

    public Words words() {
        return words;
    }

    /**
     * An id in the path.
     *
     * @throws NoSuchPageException if it is malformed
     */
    public UUID id(String name) {
        try {
            return UUID.fromString(routing.pathParam(name));
        } catch (IllegalArgumentException none) {
            throw new NoSuchPageException();
        }
    }

    public String path(String name) {
        return Objects.requireNonNullElse(routing.pathParam(name), "");
    }

    /** A parameter of the query; empty if it is absent. */
    public String query(String name) {
        List<String> given = routing.queryParam(name);
        return given.isEmpty() ? "" : given.getFirst().strip();
    }

    /** A field of the form; empty if it is absent. */
    public String typed(String field) {
        return text(routing.request().getFormAttribute(field));
    }

    /** A field of the form with its blanks, as a password is; empty if it is absent. */
    public String typedExactly(String field) {
        return Objects.requireNonNullElse(routing.request().getFormAttribute(field), "");
    }

    /** A whole number of up to six digits in a field of the form; 0 if the field has none. */
    public int typedNumber(String field) {
        String typed = typed(field);
        return typed.matches("\\d{1,6}") ? Integer.parseInt(typed) : 0;
    }

    /** All values of a field that a form has several times, such as checkboxes. */
    public List<String> typedAll(String field) {
        return routing.request().formAttributes().getAll(field).stream()
                .map(PageCall::text)
                .toList();
    }

    /** All fields of the form with their values, so that a form that was not accepted keeps what was typed. */
    public Map<String, List<String>> typed() {
        Map<String, List<String>> typed = new HashMap<>();
        routing.request()
                .formAttributes()
                .forEach((field, value) ->
                        typed.computeIfAbsent(field, first -> new ArrayList<>()).add(text(value)));
        return typed;
    }

    public boolean hasTyped(String field) {
        return routing.request().formAttributes().contains(field);
    }

    /**
     * Replaces CR LF by LF: browsers send two characters for an end of line, but count one. What people paste without seeing it is left
     * out.
     */
    private static String text(@Nullable String typed) {
        return VisibleText.of(Objects.requireNonNullElse(typed, "")).strip().replace("\r\n", "\n");
    }

    /** Whether htmx requests a part of a page. */
    public boolean wantsPart() {
        return "true".equals(routing.request().getHeader("HX-Request"));
    }

    /** Allows this page to show pictures of other origins, which the configuration names. */
    public void allowPicturesOf(List<String> origins) {
        policy = POLICY.replace(
                PICTURES, String.join(" ", PICTURES, String.join(" ", origins)).strip());
    }

    /** Answers with a page of a section, or with a part of one. */
    public Future<Void> show(String template, @Nullable Section here, Object model) {
        return show(200, template, here, model);
    }

    public Future<Void> show(int status, String template, @Nullable Section here, Object model) {
        return waiting()
                .compose(waiting -> {
                    Frame frame = frame(here, waiting);
                    return made(() -> Buffer.buffer(templates.render(template, frame, model)));
                })
                .compose(page -> show(status, page));
    }

    /** The page of a stranger shows no answer. */
    private Future<Buffer> made(Supplier<Buffer> rendering) {
        return sitting == null
                ? Future.succeededFuture(rendering.get())
                : api.page(sitting.account(), routing.request(), size + typedSize(), rendering);
    }

    /** A form that was not accepted is shown with what was typed. */
    private long typedSize() {
        return routing.request().formAttributes().entries().stream()
                .mapToLong(field -> field.getValue().length())
                .sum();
    }

    /** How much waits for the reader; 0 on a part of a page, where it cannot be read, and where a limit was reached. */
    private Future<Long> waiting() {
        if (wantsPart()
                || Problem.limitReached(routing).isPresent()
                || sitting == null
                || !allSections().contains(Section.APPROVALS)) {
            return Future.succeededFuture(0L);
        }
        return ask(ApprovalCalls.LIST.request()).map(WaitingApprovals::count).otherwise(0L);
    }

    private Future<Void> show(int status, Buffer page) {
        return end(
                page,
                () -> routing.response()
                        .setStatusCode(status)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .putHeader("Content-Security-Policy", policy)
                        .putHeader("Referrer-Policy", "same-origin")
                        .putHeader("X-Content-Type-Options", "nosniff")
                        .putHeader("X-Frame-Options", "DENY"));
    }

    private Future<Void> end(Buffer body, Runnable head) {
        if (sitting != null) {
            return api.answers().end(routing, sitting.account(), head, body);
        }
        head.run();
        return SlicedAnswer.end(routing, body);
    }

    /** Answers as {@link #send(String, String, Callable)}, and tells a script of our own how many are in the file. */
    public Future<Void> send(String name, String type, int count, Callable<byte[]> content) {
        routing.response().putHeader("Lingdian-Count", Integer.toString(count));
        return send(name, type, content);
    }

    /**
     * Answers with a file to be stored.
     *
     * @param content makes the file, and may block
     */
    public Future<Void> send(String name, String type, Callable<byte[]> content) {
        return routing.vertx()
                .executeBlocking(content, false)
                .compose(bytes -> end(
                        Buffer.buffer(Objects.requireNonNull(bytes)),
                        () -> routing.response()
                                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                                .putHeader("Content-Disposition", FileName.attachment(name))
                                .putHeader("X-Content-Type-Options", "nosniff")));
    }

    /** Tells a script of our own who is signed in, with the token of the session. */
    public Future<Void> showSession() {
        SignedInAccount own = Objects.requireNonNull(sitting, "only who is signed in has a session");
        return routing.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(new JsonObject()
                        .put("person", own.account().id().toString())
                        .put("csrf", own.session().csrfToken())
                        .toBuffer());
    }

    /** Answers a script's question that there is nothing new. */
    public Future<Void> nothingNew() {
        return routing.response().setStatusCode(204).end();
    }

    /**
     * Redirects after a form, so that reloading the page does not send the form again. A script that sent the form gets
     * the path instead, because it would load the page twice.
     */
    public Future<Void> seeOther(String path) {
        if (wantsPart()) {
            return routing.response()
                    .setStatusCode(204)
                    .putHeader("HX-Redirect", path)
                    .end();
        }
        return routing.response()
                .setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, path)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end();
    }

    /** Redirects, and shows the text {@code did.<what>} on that page. */
    public Future<Void> seeOther(String path, String what) {
        return seeOther(path + (path.indexOf('?') < 0 ? "?" : "&") + NOTICE + "=" + what);
    }

    private List<Section> allSections() {
        return sitting == null || sitting.session().mustEnrol() ? List.of() : Section.of(api, sitting.account());
    }

    private Frame frame(@Nullable Section here, long waiting) {
        String notice = "did." + query(NOTICE);
        return new Frame(
                words,
                assets,
                sitting,
                allSections(),
                here,
                isForm() ? formsPage() : pathWithout(NOTICE, "lang", "theme"),
                isForm(),
                words.keys().contains(notice) ? notice : null,
                waiting,
                now,
                Theme.of(routing, now),
                settings);
    }

    /** The address of this page with one more parameter. */
    public String pathWith(String name, String value) {
        String path = pathWithout(name);
        return path + (path.indexOf('?') < 0 ? "?" : "&") + name + "=" + value;
    }

    private boolean isForm() {
        return routing.request().method().equals(HttpMethod.POST);
    }

    /** The address of the page whose form this answers. */
    private String formsPage() {
        String page = paths.ofForm(ownPath(), routing.request().getHeader(HttpHeaders.REFERER));
        int at = page.indexOf('?');
        return at < 0
                ? page
                : withQuery(page.substring(0, at), without(page.substring(at + 1), NOTICE, "lang", "theme", "csrf"));
    }

    /** The address of this page without some parameters. */
    private String pathWithout(String... names) {
        String query = Objects.requireNonNullElse(routing.request().query(), "");
        boolean reads = routing.request().method().equals(HttpMethod.GET);
        return withQuery(ownPath(), reads ? without(query, names) : "");
    }

    private static String withQuery(String path, String query) {
        return query.isEmpty() ? path : path + "?" + query;
    }

    private static String without(String all, String... names) {
        String query = all;
        for (String name : names) {
            query = query.replaceAll("(^|&)" + name + "=[^&]*", "");
        }
        return query.startsWith("&") ? query.substring(1) : query;
    }

    /** The path of this page, never with two slashes in front: browsers would read the rest as the name of a host. */
    private String ownPath() {
        String path = routing.normalizedPath();
        int slashes = 0;
        while (slashes < path.length() && (path.charAt(slashes) == '/' || path.charAt(slashes) == '\\')) {
            slashes++;
        }
        return "/" + path.substring(slashes);
    }
}
