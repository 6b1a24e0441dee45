@echo off
rem Removes the agent of a cafe, but neither its key nor its records. Run it as administrator.
setlocal
set "PROGRAM=%ProgramFiles%\Lingdian"
set "DATA=%ProgramData%\Lingdian"
set "TASK=Lingdian Agent"

fltmc >nul 2>&1
if errorlevel 1 (
  echo Please right-click uninstall.cmd and choose "Run as administrator".
  pause
  exit /b 1
)
schtasks /End /TN "%TASK%" >nul 2>&1
schtasks /Delete /TN "%TASK%" /F
ping -n 4 127.0.0.1 >nul
if exist "%PROGRAM%" rmdir /S /Q "%PROGRAM%"
echo Removed. Keys and records stay in %DATA%: they must be kept for sixty days.
pause
exit /b 0
