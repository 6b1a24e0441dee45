package lingdian.office.audit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import lingdian.office.audit.AccessPageStore.StoredEntry;
import lingdian.platform.ConnectionAbort;

/**
 * One running export: reads a page, writes it, waits until the reader has taken it, then reads the next.
 *
 * <p>So memory holds one page whatever the length, and a slow reader delays no other request; one that does not take a
 * page in time is cut off. The status cannot be changed once the response has begun: if the export fails then, the
 * connection is closed, so that part of a log is not taken for the whole.
 */
final class AccessExport {
    private static final int PAGE = 1_000;
    /** A page has some 400 kB: a client that takes longer reads nothing, or hardly anything. */
    static final long PAGE_MILLIS_MAX = 60_000;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final long pageMillisMax;
    private final Function<StoredEntry, String> line;
    private final Promise<Void> done = Promise.promise();

    /** Reads the entries after a number. */
    @FunctionalInterface
    interface Pages {
        Future<List<StoredEntry>> after(long position, int limit);
    }

    private AccessExport(
            HttpServerRequest request,
            long pageMillisMax,
            Function<StoredEntry, String> line,
            String type,
            String name) {
        this.request = request;
        this.response = request.response();
        this.pageMillisMax = pageMillisMax;
        this.line = line;
        response.putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
    }

    /** @param pageMillisMax for the client to take a page */
    static AccessExport ndjson(HttpServerRequest request, AccessEntryView view, long pageMillisMax) {
        return new AccessExport(
                request,
                pageMillisMax,
                entry -> view.json(entry).encode() + "\n",
                "application/x-ndjson",
                "access-log.ndjson");
    }

    static AccessExport csv(HttpServerRequest request, AccessEntryView view, long pageMillisMax) {
        return new AccessExport(request, pageMillisMax, view::csv, "text/csv; charset=utf-8", "access-log.csv");
    }

    /** Fails only if nothing has been sent yet. */
    Future<Void> run(Pages pages) {
        response.exceptionHandler(left -> done.tryComplete());
        response.closeHandler(left -> done.tryComplete());
        next(pages, 0);
        return done.future();
    }

    private void next(Pages pages, long after) {
        if (done.future().isComplete()) {
            return;
        }
        pages.after(after, PAGE).onSuccess(page -> write(pages, page)).onFailure(this::fail);
    }

    private void write(Pages pages, List<StoredEntry> page) {
        if (done.future().isComplete()) {
            return;
        }
        var text = new StringBuilder();
        if (!response.headWritten()) {
            response.setChunked(true);
            text.append(isCsv() ? AccessEntryView.CSV_HEADER : "");
        }
        page.forEach(entry -> text.append(line.apply(entry)));
        Buffer lines = Buffer.buffer(text.toString());
        if (page.size() < PAGE) {
            taken(response.end(lines)).onSuccess(all -> done.tryComplete());
        } else {
            taken(response.write(lines))
                    .onSuccess(taken -> next(pages, page.getLast().link().position()));
        }
    }

    /** Breaks the export off if its client does not take what is being sent. */
    private Future<Void> taken(Future<Void> sending) {
        return sending.timeout(pageMillisMax, TimeUnit.MILLISECONDS).onFailure(slowOrLeft -> breakOff());
    }

    private void breakOff() {
        ConnectionAbort.abort(request);
        done.tryComplete();
    }

    private boolean isCsv() {
        return String.valueOf(response.headers().get(HttpHeaders.CONTENT_TYPE)).startsWith("text/csv");
    }

    private void fail(Throwable cause) {
        if (response.headWritten()) {
            breakOff();
        } else {
            response.headers().remove("Content-Disposition");
            done.tryFail(cause);
        }
    }
}
