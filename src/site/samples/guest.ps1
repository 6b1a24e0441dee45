# A guest comes and leaves: the local API of the agent from PowerShell 5.1 or newer, without any module.
#
# .\guest.ps1 [-Terminal A01]      LINGDIAN_AGENT, LINGDIAN_SECRET in the environment
param([string]$Terminal = 'A01')
$ErrorActionPreference = 'Stop'
$agent = if ($env:LINGDIAN_AGENT) { $env:LINGDIAN_AGENT } else { 'http://127.0.0.1:8090' }
$headers = @{ Authorization = "Bearer $env:LINGDIAN_SECRET" } # the text of the file local-secret

# 200 means: stored on disk. 503 means: not stored, so it is sent again.
function Invoke-Agent([string]$Method, [string]$Path, [hashtable]$Body) {
    $bytes = [Text.Encoding]::UTF8.GetBytes(($Body | ConvertTo-Json -Depth 5 -Compress))
    for ($attempt = 0; $attempt -lt 10; $attempt++) {
        try {
            return Invoke-RestMethod -Method $Method -Uri ($agent + $Path) -Headers $headers -Body $bytes `
                -ContentType 'application/json; charset=utf-8'
        } catch {
            if ([int]$_.Exception.Response.StatusCode -ne 503) { throw }
            Start-Sleep -Seconds 1
        }
    }
    throw 'the agent cannot store anything: is its disk full?'
}

$document = @{ type = '111'; number = '11010519491231002X'; name = '王五'; read = 'chip' }
$decision = Invoke-Agent 'POST' '/v1/logins' @{ terminal = $Terminal; document = $document }
if (-not $decision.allow) { throw "denied: $($decision.reasons -join ', ')" }
"allowed until $($decision.closesAt)"

# Every minute, as long as the café is open, whether or not anything changed:
$null = Invoke-Agent 'PUT' '/v1/terminals/in-use' @{ inUse = @($Terminal) }

$left = Invoke-Agent 'POST' '/v1/logouts' @{ terminal = $Terminal; reason = 'patron' }
"left $($left.terminal)"
