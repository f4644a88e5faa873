@echo off
rem Mot Cua: sets up what is missing, then runs the command. Try: motcua start
setlocal
chcp 65001 >nul
cd /d "%~dp0"
set PYTHONUTF8=1
where py >nul 2>nul && py -3.11 -c "" >nul 2>nul && (
  py -3.11 bot\cli\bootstrap.py %*
  goto :done
)
where python >nul 2>nul && python -c "import sys; sys.exit(sys.version_info[:2] != (3, 11))" >nul 2>nul && (
  python bot\cli\bootstrap.py %*
  goto :done
)
echo May chua co Python 3.11. Cai bang: winget install Python.Python.3.11
exit /b 1
:done
exit /b %errorlevel%
