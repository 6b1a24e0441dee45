package lingdian.node;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes from spans what a caller chose or a person is named by, before they leave the process: addresses, queries, SQL, messages of
 * exceptions. What is sent is a list of what may be, so an attribute that a library adds later is not.
 */
final class TemplateSpans implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(TemplateSpans.class);
    private static final Set<String> ALLOWED = Set.of(
            Traces.ROUTE.getKey(),
            Traces.METHOD.getKey(),
            "http.response.status_code",
            "http.status_code",
            "http.method",
            "db.system",
            "db.system.name",
            "db.type");

    private final SpanExporter sender;
    private volatile boolean failing;

    TemplateSpans(SpanExporter sender) {
        this.sender = sender;
    }

    /** Requests without a route are those of monitoring and agents' WebSockets, which are measured otherwise. */
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode sent = sender.export(spans.stream()
                .filter(span -> span.getKind() != SpanKind.SERVER
                        || span.getAttributes().get(Traces.ROUTE) != null)
                .map(span -> (SpanData) new TemplateSpan(span))
                .toList());
        return sent.whenComplete(() -> tell(!sent.isSuccess()));
    }

    /** Once for each outage. */
    private void tell(boolean fails) {
        if (fails && !failing) {
            LOG.warn("traces cannot be sent: their collector does not take them");
        }
        failing = fails;
    }

    @Override
    public CompletableResultCode flush() {
        return sender.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return sender.shutdown();
    }

    private static final class TemplateSpan extends DelegatingSpanData {
        private final Attributes attributes;

        TemplateSpan(SpanData span) {
            super(span);
            attributes = span.getAttributes().toBuilder()
                    .removeIf(key -> !ALLOWED.contains(key.getKey()))
                    .build();
        }

        @Override
        public String getName() {
            return switch (getKind()) {
                case SERVER -> Objects.toString(attributes.get(Traces.METHOD), "") + " " + attributes.get(Traces.ROUTE);
                case CLIENT -> attributes.get(Traces.METHOD) == null ? "query" : "request";
                case INTERNAL, PRODUCER, CONSUMER -> "work";
            };
        }

        /** Without the {@code tracestate}, which is whatever the caller wrote. */
        @Override
        public SpanContext getSpanContext() {
            SpanContext context = super.getSpanContext();
            return SpanContext.create(
                    context.getTraceId(), context.getSpanId(), context.getTraceFlags(), TraceState.getDefault());
        }

        @Override
        public Attributes getAttributes() {
            return attributes;
        }

        @Override
        public int getTotalAttributeCount() {
            return attributes.size();
        }

        /** An exception's message may repeat what was sent. */
        @Override
        public List<EventData> getEvents() {
            return List.of();
        }

        @Override
        public int getTotalRecordedEvents() {
            return 0;
        }

        @Override
        public StatusData getStatus() {
            return StatusData.create(super.getStatus().getStatusCode(), "");
        }
    }
}
