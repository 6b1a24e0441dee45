package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;
import lingdian.office.file.FileName;
import lingdian.office.query.Page;
import lingdian.platform.http.ConnectionAbort;

/**
 * One running download: reads a page, writes it, waits until the client has taken it, then reads the next.
 *
 * <p>So memory holds one page whatever the length, and a slow client delays no other request; one that does not take a
 * page in time is cut off. The status cannot be changed once the response has begun: if the download fails then, the
 * connection is closed, so that a part is not taken for the whole.
 */
public final class PagedDownload {
    /** A page has some 400 kB: a client that takes longer reads nothing, or hardly anything. */
    public static final long PAGE_MILLIS_MAX = 60_000;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final long pageMillisMax;
    private final Pages pages;
    private final Promise<Void> done = Promise.promise();

    /** What is sent next. */
    public record Page(Buffer bytes, boolean last) {
        @Override
        public String toString() {
            return "Page[" + bytes.length() + " bytes]"; // a list may name people
        }
    }

    /** Reads the next page each time. */
    @FunctionalInterface
    public interface Pages {
        Future<Page> next();
    }

    private PagedDownload(HttpServerRequest request, long pageMillisMax, Pages pages) {
        this.request = request;
        this.response = request.response();
        this.pageMillisMax = pageMillisMax;
        this.pages = pages;
    }

    /**
     * Sends all pages. Fails only if nothing has been sent yet.
     *
     * @param contentType of the file, {@code name}
     * @param pageMillisMax for the client to take a page
     */
    public static Future<Void> send(
            HttpServerRequest request, String contentType, String name, long pageMillisMax, Pages pages) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Content-Disposition", FileName.attachment(name))
                .putHeader("X-Content-Type-Options", "nosniff");
        return new PagedDownload(request, pageMillisMax, pages).run();
    }

    private Future<Void> run() {
        response.exceptionHandler(left -> done.tryComplete());
        response.closeHandler(left -> done.tryComplete());
        next();
        return done.future();
    }

    private void next() {
        if (!done.future().isComplete()) {
            Future.succeededFuture()
                    .compose(taken -> pages.next()) // which may throw
                    .onSuccess(this::write)
                    .onFailure(this::fail);
        }
    }

    private void write(Page page) {
        if (done.future().isComplete()) {
            return;
        }
        if (!response.headWritten()) {
            response.setChunked(true);
        }
        if (page.last()) {
            taken(response.end(page.bytes())).onSuccess(all -> done.tryComplete());
        } else {
            taken(response.write(page.bytes())).onSuccess(taken -> next());
        }
    }

    /** Breaks the download off if its client does not take what is being sent. */
    private Future<Void> taken(Future<Void> sending) {
        return sending.timeout(pageMillisMax, TimeUnit.MILLISECONDS).onFailure(slowOrLeft -> breakOff());
    }

    private void breakOff() {
        ConnectionAbort.abort(request);
        done.tryComplete();
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
