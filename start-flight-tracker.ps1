# `make run` for Windows: sets up what is missing and starts the whole tracker on this machine.
$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot

function Invoke-Step([string]$Program, [string[]]$Arguments) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Program $($Arguments -join ' ') ended with $LASTEXITCODE" }
}

$python = ".venv\Scripts\python.exe"
if (-not (Test-Path $python)) {
    Invoke-Step "python" @("tools\check_python.py")
    Invoke-Step "python" @("-m", "venv", ".venv")
}
$stamp = ".venv\run.stamp"
$requirements = "local\requirements.txt"
if (-not (Test-Path $stamp) -or (Get-Item $stamp).LastWriteTime -lt (Get-Item $requirements).LastWriteTime) {
    Invoke-Step $python @("-m", "pip", "install", "--quiet", "--require-hashes", "-r", $requirements)
    Invoke-Step $python @("-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "-e", "core")
    New-Item -ItemType File -Force $stamp | Out-Null
}
if (-not (Test-Path "frontend\dist\index.html")) {
    Invoke-Step $python @("tools\check_node.py")
    Push-Location frontend
    try {
        Invoke-Step "npm" @("ci", "--no-audit", "--no-fund")
        Invoke-Step "npm" @("run", "build")
    } finally {
        Pop-Location
    }
}
& $python -m local
exit $LASTEXITCODE
