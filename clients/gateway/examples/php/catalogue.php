<?php
// Reads and writes Lectern's catalogue over the gateway with PHP alone: no library, no extension but json.
//
//   php catalogue.php GATEWAY COUNTRY        php catalogue.php http://127.0.0.1:8090 ke
//
// With an editor's key in LECTERN_TOKEN it also writes a draft.
declare(strict_types=1);

/** A call that the catalogue refused, or that nobody answered. Programs look at `reason`, people read the message. */
final class LecternError extends RuntimeException
{
    /** @param list<array{field: string, description: string}> $violations which fields of the request are wrong */
    public function __construct(
        string $message,
        public readonly string $status,      // "not_found", "invalid_argument", "unavailable", ...
        public readonly string $reason = '', // "RESOURCE_NOT_FOUND", "FIELD_INVALID", ...
        public readonly array $violations = [],
    ) {
        parent::__construct($message);
    }
}

final class Lectern
{
    public function __construct(private string $gateway, private string $token = '', private float $seconds = 10.0)
    {
    }

    /**
     * Calls one method, such as "EntryService/GetEntry". A write that was perhaps carried out is sent again, which is
     * safe for requests that carry a requestId: the catalogue carries out the same id once.
     *
     * @return array<string, mixed>
     */
    public function call(string $method, array $request, bool $repeatable = true): array
    {
        for ($attempt = 1; ; ++$attempt) {
            try {
                return $this->send($method, $request);
            } catch (LecternError $error) {
                if ($error->status !== 'unavailable' || !$repeatable || $attempt === 3) {
                    throw $error;
                }
                usleep(200_000 * 2 ** $attempt);
            }
        }
    }

    private function send(string $method, array $request): array
    {
        $headers = ['Content-Type: application/json', 'Connect-Timeout-Ms: ' . (int) ($this->seconds * 1000)];
        if ($this->token !== '') {
            $headers[] = "Authorization: Bearer {$this->token}";
        }
        $context = stream_context_create(['http' => [
            'method' => 'POST',
            'header' => $headers,
            // An object with no fields is {} and not [].
            'content' => json_encode((object) $request, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES),
            'timeout' => $this->seconds,
            'ignore_errors' => true, // an error has a body too
        ]]);
        $body = @file_get_contents("{$this->gateway}/lectern.v1.$method", false, $context);
        if ($body === false) {
            throw new LecternError('the gateway does not answer', 'unavailable');
        }
        $answer = json_decode($body, true, 512, JSON_THROW_ON_ERROR);
        // $http_response_header is set by file_get_contents().
        if (preg_match('~^HTTP/\S+ 200\b~', $http_response_header[0])) {
            return $answer;
        }
        throw self::errorOf($answer);
    }

    private static function errorOf(array $answer): LecternError
    {
        $details = array_column($answer['details'] ?? [], 'debug', 'type');
        return new LecternError(
            $answer['message'] ?? '',
            $answer['code'] ?? 'unknown',
            $details['google.rpc.ErrorInfo']['reason'] ?? '',
            $details['google.rpc.BadRequest']['fieldViolations'] ?? [],
        );
    }
}

/** A version 4 UUID, made once for each write that somebody wants. */
function requestId(): string
{
    $bytes = random_bytes(16);
    $bytes[6] = chr(ord($bytes[6]) & 0x0f | 0x40);
    $bytes[8] = chr(ord($bytes[8]) & 0x3f | 0x80);
    return vsprintf('%s%s-%s-%s-%s-%s%s%s', str_split(bin2hex($bytes), 4));
}

/** @return Generator<array<string, mixed>> every entry of a country, page after page out of one snapshot */
function entriesOf(Lectern $lectern, string $country): Generator
{
    $request = ['filter' => "country = \"countries/$country\"", 'pageSize' => 5];
    do {
        $page = $lectern->call('EntryService/ListEntries', $request);
        yield from $page['entries'];
        $request['pageToken'] = $page['nextPageToken'];
    } while ($page['nextPageToken'] !== '');
}

if ($argc !== 3) {
    fwrite(STDERR, "Usage: php catalogue.php GATEWAY COUNTRY\n");
    exit(2);
}
[, $gateway, $country] = $argv;
$lectern = new Lectern(rtrim($gateway, '/'), getenv('LECTERN_TOKEN') ?: '');

// 1. List.
$first = null;
foreach (entriesOf($lectern, $country) as $entry) {
    $first ??= $entry;
    printf("%s  %s\n", $entry['name'], implode(' ', $entry['titleLines']));
}

// 2. Get.
if ($first !== null) {
    $entry = $lectern->call('EntryService/GetEntry', ['name' => $first['name']]);
    printf("\n%s\n%s\n%d paragraphs\n", implode(' ', $entry['titleLines']), $entry['publisher'], count($entry['passages']));
}

// 3. An error and its reason.
try {
    $lectern->call('EntryService/GetEntry', ['name' => 'entries/none']);
} catch (LecternError $error) {
    printf("\nentries/none: %s (%s)\n", $error->status, $error->reason);
}

// 4. Write. The request keeps its id when it is sent again, and so makes one entry.
if (getenv('LECTERN_TOKEN')) {
    $request = [
        'entry' => [
            'titleLines' => ['A report on children in street situations'],
            'topic' => 'topics/street-children',
            'country' => "countries/$country",
        ],
        'requestId' => requestId(),
    ];
    $created = $lectern->call('EntryService/CreateEntry', $request);
    $again = $lectern->call('EntryService/CreateEntry', $request);
    printf("\ncreated %s (%s), sent again: %s\n", $created['name'], $created['lifecycle'], $again['name']);
}
