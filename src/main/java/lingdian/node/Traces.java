package lingdian.node;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.Handler;
import io.vertx.core.VertxBuilder;
import io.vertx.ext.web.RoutingContext;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import lingdian.platform.settings.TraceSettings;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sends traces of a share of the requests to a collector (OTLP over HTTP): the request, and what it asked of the database and of other
 * servers. Only where the configuration names a collector; otherwise nothing of it is made.
 *
 * <p>A trace names the template of a path, never the path, a query or a person ({@link TemplateSpans}).
 */
final class Traces implements AutoCloseable {
    static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long CLOSE_SECONDS = 3;

    private final OpenTelemetrySdk telemetry;

    private Traces(OpenTelemetrySdk telemetry) {
        this.telemetry = telemetry;
    }

    /** @param settings with an endpoint */
    static Traces to(TraceSettings settings, Build build) {
        writeLibraryLogAsOurs();
        var sender = OtlpHttpSpanExporter.builder()
                .setEndpoint(Objects.requireNonNull(settings.endpoint()))
                .setTimeout(TIMEOUT)
                .build();
        var provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.builder()
                        .put("service.name", "lingdian")
                        .put("service.version", build.version())
                        .build()))
                // No caller's trace is continued, since its id would decide whether it is among them.
                .setSampler(Sampler.traceIdRatioBased(settings.share()))
                .addSpanProcessor(
                        BatchSpanProcessor.builder(new TemplateSpans(sender)).build())
                .build();
        return new Traces(OpenTelemetrySdk.builder()
                .setTracerProvider(provider)
                .setPropagators(ContextPropagators.noop())
                .build());
    }

    /** OpenTelemetry logs by java.util.logging, which would write to standard error by itself, whatever our log's form is. */
    private static void writeLibraryLogAsOurs() {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }

    VertxBuilder on(VertxBuilder vertx) {
        return vertx.withTracer(new OpenTelemetryTracingFactory(telemetry));
    }

    /** Tells a request's span the template of its path, as soon as the answer begins. */
    Handler<RoutingContext> routes() {
        return context -> {
            Span span = Span.current();
            if (span.isRecording()
                    && !ServiceMeters.isMonitoring(
                            Objects.requireNonNullElse(context.request().path(), ""))) {
                context.addHeadersEndHandler(begins -> span.setAttribute(ROUTE, ServiceMeters.template(context))
                        .setAttribute(
                                METHOD, Meters.known(context.request().method().name())));
            }
            context.next();
        };
    }

    /** Sends what is left, if the collector takes it at once. */
    @Override
    public void close() {
        telemetry.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
