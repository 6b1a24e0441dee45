package lingdian.office.api;

import io.vertx.core.file.FileSystem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.vertx.json.schema.impl.SchemaValidatorImpl;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.impl.OpenAPIFormatValidator;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The schemas of a document, with validators of each parameter and body of its operations that are made once. The document's
 * own repository makes one for each parameter of each request, and copies its map of 3,500 schemas for it: 150 kB. These
 * validators have only the schemas that theirs refer to, so that all of them can be kept.
 */
final class KeptValidators implements SchemaRepository {
    /** Those of {@link io.vertx.openapi.contract.OpenAPIVersion}, which makes the repository of a document. */
    private static final JsonSchemaOptions ALL_FAULTS = new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("app://")
            .setOutputFormat(OutputFormat.Basic);

    /** What the library notes in a schema: where it is in the document, and where its {@code $ref} leads. */
    private static final String OWN_URI = "__absolute_uri__";

    private static final String TARGET_URI = "__absolute_ref__";

    private final SchemaRepository document;
    /** By the identity of the schema, because equal ones are at different places, which errors name. Read only once they are filled. */
    private final Map<JsonSchema, Validator> forAllFaults = new IdentityHashMap<>();
    /** Those of bodies, for {@link FirstFaults}. */
    private final Map<JsonSchema, Validator> forTheFirstFault = new IdentityHashMap<>();

    KeptValidators(SchemaRepository document, Collection<Operation> operations) {
        this.document = document;
        for (Operation operation : operations) {
            operation.getParameters().stream().map(Parameter::getSchema).forEach(this::keep);
            if (operation.getRequestBody() != null) {
                operation.getRequestBody().getContent().values().stream()
                        .map(MediaType::getSchema)
                        .filter(Objects::nonNull)
                        .forEach(this::keepOfBody);
            }
        }
    }

    private void keepOfBody(JsonSchema schema) {
        keep(schema);
        forTheFirstFault.put(schema, made(schema, FirstFaults.FIRST_FAULT_ONLY));
    }

    /** Of the schema as the document has it, before its references were resolved, as {@link #document} takes it. */
    private void keep(JsonSchema schema) {
        String uri = schema.get(OWN_URI);
        JsonSchema original = uri == null ? null : document.find(uri);
        forAllFaults.put(schema, made(Objects.requireNonNullElse(original, schema), ALL_FAULTS));
    }

    private Validator made(JsonSchema schema, JsonSchemaOptions options) {
        return new SchemaValidatorImpl(schema, options, targets(schema), false, new OpenAPIFormatValidator());
    }

    /** All schemas that a schema refers to, and those that they refer to, by their places. */
    private Map<String, JsonSchema> targets(JsonSchema schema) {
        var targets = new HashMap<String, JsonSchema>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>()); // a resolved schema may contain itself
        Deque<Object> next = new ArrayDeque<>();
        next.add(plain(schema));
        while (!next.isEmpty()) {
            Object part = next.remove();
            if (!seen.add(part)) {
                continue;
            }
            if (part instanceof Map<?, ?> object && object.get(TARGET_URI) instanceof String uri) {
                JsonSchema target = document.find(uri);
                if (target != null) {
                    targets.put(uri, target);
                    next.add(plain(target));
                }
            }
            Collection<?> parts = switch (part) {
                case Map<?, ?> object -> object.values();
                case List<?> list -> list;
                default -> List.of();
            };
            parts.stream().filter(Objects::nonNull).map(KeptValidators::plain).forEach(next::add);
        }
        return targets;
    }

    /** Of an object its map, and of an array its list: a schema has both forms of either. */
    private static Object plain(Object value) {
        return switch (value) {
            case JsonObject object -> object.getMap();
            case JsonArray array -> array.getList();
            default -> value;
        };
    }

    @Override
    public Validator validator(JsonSchema schema) {
        Validator kept = forAllFaults.get(schema);
        return kept == null ? document.validator(schema) : kept;
    }

    @Override
    public Validator validator(JsonSchema schema, JsonSchemaOptions options, boolean dereference) {
        Validator kept = options == FirstFaults.FIRST_FAULT_ONLY ? forTheFirstFault.get(schema) : null;
        return kept == null ? document.validator(schema, options, dereference) : kept;
    }

    @Override
    public Validator validator(String ref) {
        return document.validator(ref);
    }

    @Override
    public Validator validator(String ref, JsonSchemaOptions options) {
        return document.validator(ref, options);
    }

    @Override
    public SchemaRepository dereference(JsonSchema schema) {
        document.dereference(schema);
        return this;
    }

    @Override
    public SchemaRepository dereference(String uri, JsonSchema schema) {
        document.dereference(uri, schema);
        return this;
    }

    @Override
    public SchemaRepository preloadMetaSchema(FileSystem files) {
        document.preloadMetaSchema(files);
        return this;
    }

    @Override
    public SchemaRepository preloadMetaSchema(FileSystem files, Draft draft) {
        document.preloadMetaSchema(files, draft);
        return this;
    }

    @Override
    public JsonObject resolve(JsonObject schema) {
        return document.resolve(schema);
    }

    @Override
    public JsonSchema find(String pointer) {
        return document.find(pointer);
    }
}
